import { randomUUID } from "node:crypto";
import { z } from "zod";
import { isGuid } from "../guid";
import { builtInRole, builtInRoles, type BuiltInRole } from "../builtInRoles";
import { parameter, type Reply } from "../http";
import type { Tenant } from "../state";
import { text, texts } from "./applicationSchema";
import type { CustomRole } from "./directoryState";
import { badRequest, conflict, notFound, notImplemented } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import { entityReply, listReply, type Entity } from "./query";

const set = "roleManagement/directory/roleDefinitions";
const resource = "UnifiedRoleDefinition";

/** The form of `microsoft.directory/applications/standard/read`. Assumed (custom-role-actions): which actions exist is not checked. */
const resourceAction = z.string().regex(/^microsoft\.\w+(\/[\w.]+)+$/);

const rolePatch = z
    .strictObject({
        description: text,
        displayName: z.string().min(1).max(256),
        isEnabled: z.boolean(),
        rolePermissions: z
            .array(z.strictObject({ allowedResourceActions: texts.pipe(z.array(resourceAction)) }))
            .min(1),
        templateId: z.string().refine((id) => id === "" || isGuid(id)),
        version: text,
    })
    .partial();

const newRole = rolePatch.required({ displayName: true, isEnabled: true, rolePermissions: true });

/** `GET /roleManagement/directory/roleDefinitions` */
export function list(call: GraphCall): Reply {
    return listReply(call, set, [...builtInRoles.map(describeBuiltIn), ...call.tenant.customRoles.map(describeCustom)]);
}

/** `GET /roleManagement/directory/roleDefinitions/{roleDefinitionId}` */
export function get(call: GraphCall): Reply {
    const id = parameter(call, "roleDefinitionId");
    const builtIn = builtInRole(id);
    return entityReply(call, set, builtIn ? describeBuiltIn(builtIn) : describeCustom(namedRole(call)));
}

/** `POST /roleManagement/directory/roleDefinitions`: a custom role. */
export function create(call: GraphCall): Reply {
    const id: string = randomUUID();
    const { description = null, version = null, templateId, ...properties } = readBody(call, newRole, resource);
    checkName(call.tenant, properties.displayName);
    // The azuread provider sends an empty template id for none. Without one, the role's own id is shown.
    const role: CustomRole = { id, description, version, templateId: templateId || id, ...properties };
    call.tenant.customRoles.push(role);
    return entityReply(call, set, describeCustom(role), 201);
}

/** `PATCH /roleManagement/directory/roleDefinitions/{roleDefinitionId}` */
export function update(call: GraphCall): Reply {
    const role = namedRole(call);
    const { templateId, ...changes } = readBody(call, rolePatch, resource);
    if (changes.displayName !== undefined) {
        checkName(call.tenant, changes.displayName, role);
    }
    Object.assign(role, merge(role, { ...changes, templateId: templateId || role.templateId }));
    return { status: 204 };
}

/** `DELETE /roleManagement/directory/roleDefinitions/{roleDefinitionId}` */
export function remove(call: GraphCall): Reply {
    const role = namedRole(call);
    if (call.tenant.roleAssignments.some(({ roleDefinitionId }) => roleDefinitionId === role.id)) {
        throw notImplemented("the deletion of a custom role that somebody holds");
    }
    call.tenant.customRoles = call.tenant.customRoles.filter((other) => other !== role);
    return { status: 204 };
}

/** Refuses an id that is not of a role that can be assigned. The ids of built-in ones are those of their templates. */
export function checkAssignable(tenant: Tenant, id: string): void {
    if (!builtInRole(id) && !tenant.customRoles.some((role) => role.isEnabled && role.id === id)) {
        throw badRequest(`The role definition '${id}' was not found.`);
    }
}

/** The custom role of the request's path. Assumed (custom-role-actions): built-in ones are refused as any bad request is. */
function namedRole(call: GraphCall): CustomRole {
    const id = parameter(call, "roleDefinitionId").toLowerCase();
    if (builtInRole(id)) {
        throw badRequest(`The role definition '${id}' is built in and cannot be changed.`);
    }
    const role = call.tenant.customRoles.find((candidate) => candidate.id === id);
    if (!role) {
        throw notFound(id);
    }
    return role;
}

function checkName(tenant: Tenant, displayName: string, self?: CustomRole): void {
    const others = [
        ...builtInRoles.map(({ name }) => name),
        ...tenant.customRoles.flatMap((role) => (role === self ? [] : role.displayName)),
    ];
    if (others.some((name) => name.toLowerCase() === displayName.toLowerCase())) {
        throw conflict();
    }
}

/** Without `rolePermissions`: what Microsoft's roles allow is not kept here. */
function describeBuiltIn({ name, description, templateId }: BuiltInRole): Entity {
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

function describeCustom(role: CustomRole): Entity {
    const rolePermissions = role.rolePermissions.map((permission) => ({ ...permission, condition: null }));
    return { ...role, rolePermissions, isBuiltIn: false, resourceScopes: ["/"] };
}
