import { randomUUID } from "node:crypto";
import { z } from "zod";
import { builtInRoles, type BuiltInRole } from "../builtInRoles";
import { parameter, type Reply } from "../http";
import type { ActivatedRole } from "./directoryState";
import { guid } from "./applicationSchema";
import { conflict, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply, type Entity } from "./query";

// Graph's older view of the built-in roles. Assumed: an assignment made through roleManagement activates nothing.

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
    const id = parameter(call, "directoryRoleId");
    const role = call.tenant.activatedRoles.find((candidate) => candidate.id === id.toLowerCase());
    if (!role) {
        throw notFound(id);
    }
    return entityReply(call, "directoryRoles", describeRole(role));
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

function template(id: string): BuiltInRole {
    const role = builtInRoles.find(({ templateId }) => templateId === id.toLowerCase());
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
