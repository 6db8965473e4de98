import { randomUUID } from "node:crypto";
import { z } from "zod";
import { builtInRole, builtInRoles, type BuiltInRole } from "../builtInRoles";
import { parameter, type Reply } from "../http";
import type { RoleAssignment } from "../state";
import type { ActivatedRole } from "./directoryState";
import { guid } from "./applicationSchema";
import { conflict, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply, type Entity } from "./query";
import { addReference, describeObjects, directoryObject } from "./references";
import { checkPrincipal, newAssignmentId } from "./roleAssignments";

// Graph's older view of the built-in roles. Members of an activated role are those who hold it by a role assignment for
// the whole tenant. Assumed (role-activation): an assignment made through roleManagement activates nothing.

/** `GET /directoryRoleTemplates` */
export function listTemplates(call: GraphCall): Reply {
    return listReply(call, "directoryRoleTemplates", builtInRoles.map(describeTemplate));
}

/** `GET /directoryRoleTemplates/{roleTemplateId}` */
export function getTemplate(call: GraphCall): Reply {
    return entityReply(call, "directoryRoleTemplates", describeTemplate(template(parameter(call, "roleTemplateId"))));
}

/** `GET /directoryRoles`: the activated ones. */
export function list(call: GraphCall): Reply {
    return listReply(call, "directoryRoles", call.tenant.activatedRoles.map(describeRole));
}

/** `GET /directoryRoles/{directoryRoleId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, "directoryRoles", describeRole(namedRole(call)));
}

/** `POST /directoryRoles`: activates a role. */
export function activate(call: GraphCall): Reply {
    const { roleTemplateId } = readBody(call, z.strictObject({ roleTemplateId: guid }), "DirectoryRole");
    const { templateId } = template(roleTemplateId);
    if (call.tenant.activatedRoles.some((role) => role.roleTemplateId === templateId)) {
        throw conflict();
    }
    const role = { id: randomUUID(), roleTemplateId: templateId };
    call.tenant.activatedRoles.push(role);
    return entityReply(call, "directoryRoles", describeRole(role), 201);
}

/** `GET /directoryRoles/{directoryRoleId}/members`: who holds the role for the whole tenant. */
export function members(call: GraphCall): Reply {
    const { roleTemplateId } = namedRole(call);
    const ids = call.tenant.roleAssignments
        .filter((assignment) => isTenantWide(assignment, roleTemplateId))
        .map(({ principalId }) => principalId);
    return listReply(call, "directoryObjects", describeObjects(call.tenant, ids));
}

/** `GET /directoryRoles/{directoryRoleId}/members/{memberObjectId}` */
export function getMember(call: GraphCall): Reply {
    const { principalId } = namedMembership(call);
    const entity = directoryObject(call.tenant, principalId);
    if (!entity) {
        throw notFound(principalId);
    }
    return entityReply(call, "directoryObjects", entity);
}

/** `POST /directoryRoles/{directoryRoleId}/members/$ref`: another way to make a role assignment. */
export function addMember(call: GraphCall): Reply {
    const { roleTemplateId } = namedRole(call);
    const ids = call.tenant.roleAssignments
        .filter((assignment) => isTenantWide(assignment, roleTemplateId))
        .map(({ principalId }) => principalId);
    const principalId = addReference(call, ids, "members", ["user", "group", "servicePrincipal"]).at(-1) ?? "";
    checkPrincipal(call.tenant, principalId);
    call.tenant.roleAssignments.push({
        id: newAssignmentId(),
        principalId,
        roleDefinitionId: roleTemplateId,
        directoryScopeId: "/",
    });
    return { status: 204 };
}

/** `DELETE /directoryRoles/{directoryRoleId}/members/{memberObjectId}/$ref` */
export function removeMember(call: GraphCall): Reply {
    const membership = namedMembership(call);
    call.tenant.roleAssignments = call.tenant.roleAssignments.filter((other) => other !== membership);
    return { status: 204 };
}

/** The activated role of the request's path, by object id or by the id of its template. */
function namedRole(call: GraphCall): ActivatedRole {
    const { directoryRoleId = "", directoryRoleTemplateId } = call.parameters;
    const wanted = (directoryRoleTemplateId ?? directoryRoleId).toLowerCase();
    const role = call.tenant.activatedRoles.find(({ id, roleTemplateId }) =>
        directoryRoleTemplateId === undefined ? id === wanted : roleTemplateId === wanted,
    );
    if (!role) {
        throw notFound(wanted);
    }
    return role;
}

function namedMembership(call: GraphCall): RoleAssignment {
    const { roleTemplateId } = namedRole(call);
    const wanted = parameter(call, "memberObjectId");
    const assignment = call.tenant.roleAssignments.find(
        (candidate) => isTenantWide(candidate, roleTemplateId) && candidate.principalId === wanted.toLowerCase(),
    );
    if (!assignment) {
        throw notFound(wanted);
    }
    return assignment;
}

function isTenantWide({ roleDefinitionId, directoryScopeId }: RoleAssignment, roleTemplateId: string): boolean {
    return roleDefinitionId === roleTemplateId && directoryScopeId === "/";
}

function template(id: string): BuiltInRole {
    const role = builtInRole(id);
    if (!role) {
        throw notFound(id);
    }
    return role;
}

function describeTemplate({ name, description, templateId }: BuiltInRole): Entity {
    return { id: templateId, deletedDateTime: null, description, displayName: name };
}

function describeRole({ id, roleTemplateId }: ActivatedRole): Entity {
    return { ...describeTemplate(template(roleTemplateId)), id, roleTemplateId };
}
