import * as discovery from "./entra/discovery";
import { issueToken } from "./entra/tokenEndpoint";
import { invokeCommand, listMailboxes } from "./exchange/adminApi";
import { exchange } from "./exchange/exchangeCall";
import * as applications from "./graph/applications";
import * as appRoles from "./graph/appRoleAssignments";
import * as beta from "./graph/beta";
import { graph } from "./graph/graphCall";
import * as organization from "./graph/organization";
import * as passwords from "./graph/passwords";
import { permissionsTo as to } from "./graph/permissions";
import * as roles from "./graph/roleManagement";
import * as servicePrincipals from "./graph/servicePrincipals";
import { route, type Route } from "./router";

const application = "/applications/{applicationObjectId}";
const servicePrincipal = "/servicePrincipals/{servicePrincipalObjectId}";
const roleManagement = "/v1.0/roleManagement/directory";

/** Everything that the local tenant serves. */
export const routes: readonly Route[] = [
    // Microsoft Entra ID
    route("GET /metadata/endpoints", discovery.endpointMetadata, {
        serves: "the addresses of this cloud's services, for api-version 2022-09-01",
        basis: "recordings",
    }),
    route("GET /{tenant}/v2.0/.well-known/openid-configuration", discovery.openIdConfiguration, {
        serves: "the tenant's OpenID Connect metadata",
        basis: "documentation",
    }),
    route("GET /{tenant}/.well-known/openid-configuration", discovery.openIdConfigurationV1, {
        serves: "the tenant's OpenID Connect metadata of version 1.0, with the issuer of access tokens",
        basis: "documentation",
    }),
    route("GET /{tenant}/discovery/v2.0/keys", discovery.signingKeys, {
        serves: "the public keys of access tokens",
        basis: "documentation",
    }),
    route("POST /{tenant}/oauth2/v2.0/token", issueToken, {
        serves: "access tokens by client credentials: a secret, a certificate or a federated identity credential",
        basis: "documentation",
    }),

    // Exchange Online
    route("POST /adminapi/beta/{tenant}/InvokeCommand", exchange(invokeCommand), {
        serves: "one Exchange Online cmdlet of those that it knows, if a management role of the caller has it",
        basis: "documentation",
    }),
    route("GET /adminapi/beta/{tenant}/Mailbox", exchange(listMailboxes), {
        serves: "the mailboxes, as Get-EXOMailbox asks for them",
        basis: "documentation",
    }),

    // Microsoft Graph: applications
    route("GET /v1.0/applications", graph(to.listApplications, applications.list)),
    route("POST /v1.0/applications", graph(to.createApplication, applications.create)),
    route(`GET /v1.0${application}`, graph(to.readApplication, applications.get)),
    route(`PATCH /v1.0${application}`, graph(to.writeApplication, applications.update)),
    route(`DELETE /v1.0${application}`, graph(to.writeApplication, applications.remove)),
    route(`GET /v1.0${application}/owners`, graph(to.readApplication, applications.owners)),
    route(`POST /v1.0${application}/owners/$ref`, graph(to.writeApplication, applications.addOwner)),
    route(
        `DELETE /v1.0${application}/owners/{ownerObjectId}/$ref`,
        graph(to.writeApplication, applications.removeOwner),
    ),
    route(`POST /v1.0${application}/addPassword`, graph(to.writeApplication, passwords.add)),
    route(`POST /v1.0${application}/removePassword`, graph(to.writeApplication, passwords.remove)),
    route(`GET /beta${application}`, graph(to.readApplication, beta.getApplication)),
    route(`PATCH /beta${application}`, graph(to.writeApplication, beta.updateApplication)),

    // Microsoft Graph: service principals
    route("GET /v1.0/servicePrincipals", graph(to.listApplications, servicePrincipals.list)),
    route("POST /v1.0/servicePrincipals", graph(to.createApplication, servicePrincipals.create)),
    route(`GET /v1.0${servicePrincipal}`, graph(to.readApplication, servicePrincipals.get)),
    route(`PATCH /v1.0${servicePrincipal}`, graph(to.writeApplication, servicePrincipals.update)),
    route(`DELETE /v1.0${servicePrincipal}`, graph(to.writeApplication, servicePrincipals.remove)),
    route(`GET /v1.0${servicePrincipal}/owners`, graph(to.readApplication, servicePrincipals.owners)),
    route(`POST /v1.0${servicePrincipal}/owners/$ref`, graph(to.writeApplication, servicePrincipals.addOwner)),
    route(
        `DELETE /v1.0${servicePrincipal}/owners/{ownerObjectId}/$ref`,
        graph(to.writeApplication, servicePrincipals.removeOwner),
    ),
    route(`GET /beta${servicePrincipal}`, graph(to.readApplication, beta.getServicePrincipal)),

    // Microsoft Graph: application permissions
    route(`GET /v1.0${servicePrincipal}/appRoleAssignments`, graph(to.readAppRoles, appRoles.listHeld)),
    route(`GET /v1.0${servicePrincipal}/appRoleAssignedTo`, graph(to.readAppRoles, appRoles.listGranted)),
    route(`POST /v1.0${servicePrincipal}/appRoleAssignedTo`, graph(to.writeAppRoles, appRoles.grant)),
    route(`GET /v1.0${servicePrincipal}/appRoleAssignedTo/{assignmentId}`, graph(to.readAppRoles, appRoles.get)),
    route(`DELETE /v1.0${servicePrincipal}/appRoleAssignedTo/{assignmentId}`, graph(to.writeAppRoles, appRoles.revoke)),

    // Microsoft Graph: directory roles
    route(`GET ${roleManagement}/roleDefinitions`, graph(to.readRoles, roles.listDefinitions)),
    route(`GET ${roleManagement}/roleDefinitions/{templateId}`, graph(to.readRoles, roles.getDefinition)),
    route(`GET ${roleManagement}/roleAssignments`, graph(to.readRoles, roles.listAssignments)),
    route(`POST ${roleManagement}/roleAssignments`, graph(to.writeRoles, roles.assign)),
    route(`GET ${roleManagement}/roleAssignments/{assignmentId}`, graph(to.readRoles, roles.getAssignment)),
    route(`DELETE ${roleManagement}/roleAssignments/{assignmentId}`, graph(to.writeRoles, roles.unassign)),
    route("GET /v1.0/directoryRoleTemplates", graph(to.readRoles, roles.listTemplates)),
    route("GET /v1.0/directoryRoleTemplates/{templateId}", graph(to.readRoles, roles.getTemplate)),

    // Microsoft Graph: the organization
    route("GET /v1.0/organization", graph(to.readOrganization, organization.getOrganization)),
    route("GET /v1.0/domains", graph(to.readDomains, organization.listDomains)),
    route("GET /v1.0/directoryObjects/{objectId}", graph(to.readDirectoryObjects, organization.getDirectoryObject)),
];
