import type { AppRoleAssignment, Tenant } from "../state";
import type { Entity } from "./query";
import { directoryObject, kindOf } from "./references";

/** An app role assignment as Graph shows it. */
export function describeAppRoleAssignment(tenant: Tenant, assignment: AppRoleAssignment): Entity {
    const nameOf = (objectId: string): unknown => directoryObject(tenant, objectId)?.displayName;
    const kind = kindOf(tenant, assignment.principalId) ?? "servicePrincipal";
    return {
        id: assignment.id,
        deletedDateTime: null,
        appRoleId: assignment.appRoleId,
        createdDateTime: assignment.createdDateTime,
        principalDisplayName: nameOf(assignment.principalId),
        principalId: assignment.principalId,
        principalType: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
        resourceDisplayName: nameOf(assignment.resourceId),
        resourceId: assignment.resourceId,
    };
}
