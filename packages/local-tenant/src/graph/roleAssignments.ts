import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import { applicationByObjectId, servicePrincipalByObjectId, type RoleAssignment, type Tenant } from "../state";
import { guid } from "./applicationSchema";
import { badRequest, conflict, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply } from "./query";
import { directoryObject } from "./references";
import { checkAssignable } from "./roleDefinitions";

const set = "roleManagement/directory/roleAssignments";

const newAssignment = z.strictObject({
    principalId: guid,
    roleDefinitionId: guid,
    directoryScopeId: z.string(),
});

/** `POST /roleManagement/directory/roleAssignments` */
export function assign(call: GraphCall): Reply {
    const wanted = readBody(call, newAssignment, "UnifiedRoleAssignment");
    const { principalId, roleDefinitionId, directoryScopeId } = wanted;
    checkScope(call.tenant, directoryScopeId);
    checkAssignable(call.tenant, roleDefinitionId);
    checkPrincipal(call.tenant, principalId);
    const isSame = (other: RoleAssignment): boolean =>
        other.principalId === principalId &&
        other.roleDefinitionId === roleDefinitionId &&
        other.directoryScopeId === directoryScopeId;
    if (call.tenant.roleAssignments.some(isSame)) {
        throw conflict();
    }
    const assignment: RoleAssignment = { id: newAssignmentId(), ...wanted };
    call.tenant.roleAssignments.push(assignment);
    return entityReply(call, set, { ...assignment }, 201);
}

/** An id in the form of those that Graph gives to role assignments. */
export function newAssignmentId(): string {
    return `${randomBytes(32).toString("base64url")}-1`;
}

/** `GET /roleManagement/directory/roleAssignments` */
export function list(call: GraphCall): Reply {
    return listReply(
        call,
        set,
        call.tenant.roleAssignments.map((assignment) => ({ ...assignment })),
    );
}

/** `GET /roleManagement/directory/roleAssignments/{assignmentId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, { ...namedAssignment(call) });
}

/** `DELETE /roleManagement/directory/roleAssignments/{assignmentId}` */
export function unassign(call: GraphCall): Reply {
    const assignment = namedAssignment(call);
    call.tenant.roleAssignments = call.tenant.roleAssignments.filter((other) => other !== assignment);
    return { status: 204 };
}

/** Only groups that were made for it can hold roles (learn.microsoft.com/entra/identity/role-based-access-control/groups-concept). */
export function checkPrincipal(tenant: Tenant, principalId: string): void {
    const group = tenant.groups.find(({ id }) => id === principalId);
    if (group && !group.isAssignableToRole) {
        throw badRequest(`The group '${principalId}' cannot be assigned a role: its isAssignableToRole is not true.`);
    }
    if (!directoryObject(tenant, principalId, ["user", "group", "servicePrincipal"])) {
        throw notFound(principalId);
    }
}

/**
 * The scopes that Graph knows: the tenant, the members of an administrative unit, one application or service principal.
 * Assumed (administrative-unit-roles): any role can be held for any of them; Microsoft's list of roles for administrative units is not kept here.
 */
export function checkScope(tenant: Tenant, scope: string): void {
    if (scope === "/") {
        return;
    }
    const [, unit, object] = /^\/administrativeUnits\/([^/]+)$|^\/([^/]+)$/.exec(scope) ?? [];
    if (unit !== undefined) {
        if (!tenant.administrativeUnits.some(({ id }) => id === unit)) {
            throw notFound(unit);
        }
    } else if (object === undefined) {
        throw badRequest("Must specify valid property scope of entity RoleAssignment");
    } else if (!applicationByObjectId(tenant, object) && !servicePrincipalByObjectId(tenant, object)) {
        throw notFound(object);
    }
}

function namedAssignment(call: GraphCall): RoleAssignment {
    const id = parameter(call, "assignmentId");
    const assignment = call.tenant.roleAssignments.find((candidate) => candidate.id === id);
    if (!assignment) {
        throw notFound(id);
    }
    return assignment;
}
