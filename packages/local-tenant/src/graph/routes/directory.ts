import * as claims from "../claimsMappingPolicies";
import * as deletedItems from "../deletedItems";
import * as organization from "../organization";
import { permissionsTo as to } from "../permissions";
import * as policies from "../policies";
import * as signIns from "../signIns";
import { graphRoutes } from "./table";

const bin = "/v1.0/directory/deletedItems";
const appManagementPolicy = "/v1.0/policies/defaultAppManagementPolicy";
const claimsMappingPolicies = "/v1.0/policies/claimsMappingPolicies";
const claimsMappingPolicy = `${claimsMappingPolicies}/{claimsMappingPolicyId}`;

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
    [`GET ${bin}/microsoft.graph.user`, to.readUsers, deletedItems.listUsers, "deleted users"],
    [`GET ${bin}/microsoft.graph.group`, to.readGroups, deletedItems.listGroups, "deleted Microsoft 365 groups"],
    [`GET ${bin}/{deletedItemId}`, to.readDeletedItem, deletedItems.get, "a deleted object"],
    [`POST ${bin}/{deletedItemId}/restore`, to.writeDeletedItem, deletedItems.restore, "one of them back"],
    [`DELETE ${bin}/{deletedItemId}`, to.writeDeletedItem, deletedItems.remove, "one of them deleted permanently"],

    [`GET ${appManagementPolicy}`, to.readPolicies, policies.get, "the rules for credentials"],
    [`PATCH ${appManagementPolicy}`, to.writeApplicationPolicies, policies.update, "changes to these rules"],

    [`GET ${claimsMappingPolicies}`, to.readPolicies, claims.list, "claims mapping policies"],
    [`POST ${claimsMappingPolicies}`, to.writeApplicationPolicies, claims.create, "a new claims mapping policy"],
    [`GET ${claimsMappingPolicy}`, to.readPolicies, claims.get, "a claims mapping policy"],
    [`PATCH ${claimsMappingPolicy}`, to.writeApplicationPolicies, claims.update, "changes to one"],
    [`DELETE ${claimsMappingPolicy}`, to.writeApplicationPolicies, claims.remove, "one less"],

    // In version 1.0 the log has users only.
    ["GET /beta/auditLogs/signIns", to.readSignIns, signIns.list, "the sign-ins of applications, after their delay"],

    ["GET /v1.0/organization", to.readOrganization, organization.getOrganization, "the tenant"],
    ["GET /v1.0/domains", to.readDomains, organization.listDomains, "the initial domain"],
    [
        "GET /v1.0/directoryObjects/{objectId}",
        to.readDirectoryObjects,
        organization.getDirectoryObject,
        "a user, group, service principal or application",
    ],
]);
