import * as deletedItems from "../deletedItems";
import * as organization from "../organization";
import { permissionsTo as to } from "../permissions";
import * as policies from "../policies";
import { graphRoutes } from "./table";

const bin = "/v1.0/directory/deletedItems";
const appManagementPolicy = "/v1.0/policies/defaultAppManagementPolicy";

/** The recycle bin, policies, and the tenant itself. */
export const directoryRoutes = graphRoutes([
    [
        `GET ${bin}/microsoft.graph.application`,
        to.listApplications,
        deletedItems.listApplications,
        "deleted applications",
    ],
    [
        `GET ${bin}/microsoft.graph.servicePrincipal`,
        to.listApplications,
        deletedItems.listServicePrincipals,
        "deleted service principals",
    ],
    [`GET ${bin}/{deletedItemId}`, to.readApplication, deletedItems.get, "a deleted application or service principal"],
    [`POST ${bin}/{deletedItemId}/restore`, to.writeApplication, deletedItems.restore, "one of them back"],
    [`DELETE ${bin}/{deletedItemId}`, to.writeApplication, deletedItems.remove, "one of them deleted for good"],

    [`GET ${appManagementPolicy}`, to.readPolicies, policies.get, "the rules for credentials"],
    [`PATCH ${appManagementPolicy}`, to.writeApplicationPolicies, policies.update, "changes to these rules"],

    ["GET /v1.0/organization", to.readOrganization, organization.getOrganization, "the tenant"],
    ["GET /v1.0/domains", to.readDomains, organization.listDomains, "the initial domain"],
    [
        "GET /v1.0/directoryObjects/{objectId}",
        to.readDirectoryObjects,
        organization.getDirectoryObject,
        "a user or service principal",
    ],
]);
