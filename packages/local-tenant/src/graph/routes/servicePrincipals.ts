import * as appRoles from "../appRoleAssignments";
import * as beta from "../beta";
import { permissionsTo as to } from "../permissions";
import * as servicePrincipals from "../servicePrincipals";
import { graphRoutes } from "./table";

const all = "/v1.0/servicePrincipals";
const one = `${all}/{servicePrincipalObjectId}`;

/** Service principals and the application permissions that they hold and grant. */
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
        "GET /beta/servicePrincipals/{servicePrincipalObjectId}",
        to.readApplication,
        beta.getServicePrincipal,
        "samlMetadataUrl of a service principal",
        "recordings",
    ],
]);
