import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import type { RoleAssignment } from "../state";
import { builtInRoles, type BuiltInRole } from "../builtInRoles";
import { guid } from "./applicationSchema";
import { badRequest, conflict, notFound, notImplemented } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { directoryObject } from "./owners";
import { entityReply, listReply, type Entity } from "./query";

const assignments = "roleManagement/directory/roleAssignments";
const definitions = "roleManagement/directory/roleDefinitions";

const newAssignment = z.strictObject({
    principalId: guid,
    roleDefinitionId: z.string(),
    directoryScopeId: z.string(),
});

/** `POST /roleManagement/directory/roleAssignments` */
export function assign(call: GraphCall): Reply {
    const { principalId, roleDefinitionId, directoryScopeId } = readBody(call, newAssignment, "UnifiedRoleAssignment");
    if (directoryScopeId !== "/") {
        throw notImplemented("role assignments for a part of the directory");
    }
    if (!builtInRoles.some(({ templateId }) => templateId === roleDefinitionId)) {
        throw badRequest(`The role definition '${roleDefinitionId}' was not found.`);
    }
    if (!directoryObject(call.tenant, principalId)) {
        throw notFound(principalId);
    }
    const isSame = (other: RoleAssignment): boolean =>
        other.principalId === principalId && other.roleDefinitionId === roleDefinitionId;
    if (call.tenant.roleAssignments.some(isSame)) {
        throw conflict();
    }
    const assignment: RoleAssignment = {
        id: `${randomBytes(32).toString("base64url")}-1`,
        principalId,
        roleDefinitionId,
    };
    call.tenant.roleAssignments.push(assignment);
    return entityReply(call, assignments, describeAssignment(assignment), 201);
}

/** `GET /roleManagement/directory/roleAssignments` */
export function listAssignments(call: GraphCall): Reply {
    return listReply(call, assignments, call.tenant.roleAssignments.map(describeAssignment));
}

/** `GET /roleManagement/directory/roleAssignments/{assignmentId}` */
export function getAssignment(call: GraphCall): Reply {
    return entityReply(call, assignments, describeAssignment(namedAssignment(call)));
}

/** `DELETE /roleManagement/directory/roleAssignments/{assignmentId}` */
export function unassign(call: GraphCall): Reply {
    const assignment = namedAssignment(call);
    call.tenant.roleAssignments = call.tenant.roleAssignments.filter((other) => other !== assignment);
    return { status: 204 };
}

/** `GET /roleManagement/directory/roleDefinitions` */
export function listDefinitions(call: GraphCall): Reply {
    return listReply(call, definitions, builtInRoles.map(describeDefinition));
}

/** `GET /roleManagement/directory/roleDefinitions/{templateId}` */
export function getDefinition(call: GraphCall): Reply {
    return entityReply(call, definitions, describeDefinition(namedRole(call)));
}

/** `GET /directoryRoleTemplates` */
export function listTemplates(call: GraphCall): Reply {
    return listReply(call, "directoryRoleTemplates", builtInRoles.map(describeTemplate));
}

/** `GET /directoryRoleTemplates/{templateId}` */
export function getTemplate(call: GraphCall): Reply {
    return entityReply(call, "directoryRoleTemplates", describeTemplate(namedRole(call)));
}

function namedAssignment(call: GraphCall): RoleAssignment {
    const id = parameter(call, "assignmentId");
    const assignment = call.tenant.roleAssignments.find((candidate) => candidate.id === id);
    if (!assignment) {
        throw notFound(id);
    }
    return assignment;
}

/** For built-in roles the id of the definition is the id of the template. */
function namedRole(call: GraphCall): BuiltInRole {
    const id = parameter(call, "templateId");
    const role = builtInRoles.find(({ templateId }) => templateId === id.toLowerCase());
    if (!role) {
        throw notFound(id);
    }
    return role;
}

function describeAssignment(assignment: RoleAssignment): Entity {
    return { ...assignment, directoryScopeId: "/" };
}

function describeDefinition({ name, description, templateId }: BuiltInRole): Entity {
    return {
        id: templateId,
        description,
        displayName: name,
        isBuiltIn: true,
        isEnabled: true,
        resourceScopes: ["/"],
        templateId,
        version: "1",
    };
}

function describeTemplate({ name, description, templateId }: BuiltInRole): Entity {
    return { id: templateId, deletedDateTime: null, description, displayName: name };
}
