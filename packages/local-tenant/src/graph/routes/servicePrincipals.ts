import * as appRoles from "../appRoleAssignments";
import * as claims from "../claimsMappingPolicies";
import * as grants from "../delegatedPermissionGrants";
import * as passwords from "../passwords";
import { permissionsTo as to } from "../permissions";
import * as servicePrincipals from "../servicePrincipals";
import * as tokenSigning from "../tokenSigningCertificates";
import { graphRoutes } from "./table";

const all = "/v1.0/servicePrincipals";
const one = `${all}/{servicePrincipalObjectId}`;
const delegatedGrants = "/v1.0/oauth2PermissionGrants";
const delegatedGrant = `${delegatedGrants}/{grantId}`;

/** Service principals and the permissions that they hold and grant. */
export const servicePrincipalRoutes = graphRoutes([
    [`GET ${all}`, to.listApplications, servicePrincipals.list, "service principals, filtered and in pages"],
    [`POST ${all}`, to.createApplication, servicePrincipals.create, "a new service principal of an application"],
    [`GET ${one}`, to.readApplication, servicePrincipals.get, "a service principal"],
    [`PATCH ${one}`, to.writeApplication, servicePrincipals.update, "changes to one and its certificates"],
    [`DELETE ${one}`, to.writeApplication, servicePrincipals.remove, "a service principal into the recycle bin"],

    [`GET ${one}/owners`, to.readApplication, servicePrincipals.owners, "the owners of a service principal"],
    [`POST ${one}/owners/$ref`, to.writeApplication, servicePrincipals.addOwner, "a further owner"],
    [`DELETE ${one}/owners/{ownerObjectId}/$ref`, to.writeApplication, servicePrincipals.removeOwner, "one owner less"],

    [
        `GET ${one}/appRoleAssignments`,
        to.readAppRoles,
        appRoles.listHeld,
        "application permissions that a client holds",
    ],
    [
        `POST ${one}/appRoleAssignments`,
        to.grantAppRole,
        appRoles.grantToServicePrincipal,
        "the same consent, from the client's side",
    ],
    [`DELETE ${one}/appRoleAssignments/{assignmentId}`, to.revokeAppRole, appRoles.revoke, "its end, from that side"],
    [`GET ${one}/appRoleAssignedTo`, to.readAppRoles, appRoles.listGranted, "who holds permissions of an API"],
    [`POST ${one}/appRoleAssignedTo`, to.grantAppRole, appRoles.grant, "admin consent to an application permission"],
    [`GET ${one}/appRoleAssignedTo/{assignmentId}`, to.readAppRoles, appRoles.get, "a granted application permission"],
    [
        `DELETE ${one}/appRoleAssignedTo/{assignmentId}`,
        to.revokeAppRole,
        appRoles.revoke,
        "the end of a granted application permission",
    ],

    [
        `POST ${one}/addPassword`,
        to.writeApplication,
        passwords.addToServicePrincipal,
        "a new client secret, shown once",
    ],
    [`POST ${one}/removePassword`, to.writeApplication, passwords.removeFromServicePrincipal, "one client secret less"],
    [
        `POST ${one}/addTokenSigningCertificate`,
        to.writeApplication,
        tokenSigning.add,
        "a certificate that signs SAML tokens",
    ],

    [`GET ${one}/memberOf`, to.readApplication, servicePrincipals.memberOf, "what a service principal is a member of"],
    [`GET ${one}/oauth2PermissionGrants`, to.readDelegatedGrants, grants.listHeld, "delegated permissions of a client"],

    [`GET ${one}/claimsMappingPolicies`, to.readPolicies, claims.listAssigned, "the claims mapping policy of one"],
    [`POST ${one}/claimsMappingPolicies/$ref`, to.writeApplicationPolicies, claims.assign, "a policy for one"],
    [
        `DELETE ${one}/claimsMappingPolicies/{claimsMappingPolicyId}/$ref`,
        to.writeApplicationPolicies,
        claims.unassign,
        "no policy for one any more",
    ],

    [`GET ${one}/{property}`, to.readApplication, servicePrincipals.getProperty, "one property of a service principal"],

    [`GET ${delegatedGrants}`, to.readDelegatedGrants, grants.list, "consents to delegated permissions"],
    [`POST ${delegatedGrants}`, to.writeDelegatedGrants, grants.create, "consent to delegated permissions"],
    [`GET ${delegatedGrant}`, to.readDelegatedGrants, grants.get, "a consent to delegated permissions"],
    [`PATCH ${delegatedGrant}`, to.writeDelegatedGrants, grants.update, "changes to one"],
    [`DELETE ${delegatedGrant}`, to.writeDelegatedGrants, grants.remove, "one less"],
]);
