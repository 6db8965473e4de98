import { z } from "zod";
import { isGuid } from "../guid";
import { applicationByObjectId, servicePrincipalByObjectId, type Tenant } from "../state";
import { builtInRole } from "../builtInRoles";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import type { Entity } from "./query";
import { shownByDefault } from "./userSchema";

/** The kinds of objects that requests refer to by their object ids. */
export type ObjectKind = "user" | "group" | "servicePrincipal" | "application";

const anyKind: readonly ObjectKind[] = ["user", "group", "servicePrincipal", "application"];

/**
 * The ids with the one that the request's body refers to, `{ "@odata.id": … }`.
 * @param relationship name of the list, e.g. `owners`
 */
export function addReference(
    call: GraphCall,
    ids: readonly string[],
    relationship: string,
    kinds: readonly ObjectKind[],
): string[] {
    return withId(ids, readReference(call, relationship, kinds), relationship);
}

/** The ids with another one, which must not be among them yet. */
export function withId(ids: readonly string[], id: string, relationship: string): string[] {
    if (ids.includes(id)) {
        throw badRequest(
            `One or more added object references already exist for the following modified properties: '${relationship}'.`,
        );
    }
    return [...ids, id];
}

/** The object id that the request's body refers to. */
export function readReference(call: GraphCall, relationship: string, kinds: readonly ObjectKind[]): string {
    const body = readBody(call, z.strictObject({ "@odata.id": z.string() }), relationship);
    return referencedId(call.tenant, body["@odata.id"], kinds);
}

/** The object id behind a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/<object id>`. */
export function referencedId(tenant: Tenant, reference: string, kinds: readonly ObjectKind[]): string {
    const [, named] = /\('([^']+)'\)$/.exec(reference) ?? [];
    const id = (named ?? reference.split("/").at(-1) ?? "").toLowerCase();
    if (!isGuid(id)) {
        throw badRequest("Not a valid reference update.");
    }
    const kind = kindOf(tenant, id);
    if (!kind) {
        throw notFound(id);
    }
    if (!kinds.includes(kind)) {
        throw badRequest(
            `The reference target '${capitalized(kind)}_${id}' of type '${capitalized(kind)}' is invalid.`,
        );
    }
    return id;
}

/** The objects of those ids, as far as they still exist. */
export function describeObjects(tenant: Tenant, ids: readonly string[]): Entity[] {
    return ids.map((id) => directoryObject(tenant, id)).filter((object) => object !== undefined);
}

/** What an object id stands for. */
export function kindOf(tenant: Tenant, objectId: string): ObjectKind | undefined {
    return anyKind.find((kind) => finders[kind](tenant, objectId) !== undefined);
}

/** An object in the short form in which Graph refers to it. */
export function directoryObject(
    tenant: Tenant,
    objectId: string,
    kinds: readonly ObjectKind[] = anyKind,
): Entity | undefined {
    for (const kind of kinds) {
        const entity = finders[kind](tenant, objectId);
        if (entity) {
            return { "@odata.type": `#microsoft.graph.${kind}`, id: objectId, ...entity };
        }
    }
    return undefined;
}

const finders: Readonly<Record<ObjectKind, (tenant: Tenant, objectId: string) => Entity | undefined>> = {
    user: (tenant, objectId) => {
        const user = tenant.users.find(({ id }) => id === objectId);
        return user && Object.fromEntries(shownByDefault.map((name) => [name, user[name as keyof typeof user]]));
    },
    group: (tenant, objectId) => {
        const group = tenant.groups.find(({ id }) => id === objectId);
        return group && { displayName: group.displayName };
    },
    servicePrincipal: (tenant, objectId) => {
        const servicePrincipal = servicePrincipalByObjectId(tenant, objectId);
        return servicePrincipal && { displayName: servicePrincipal.published.displayName };
    },
    application: (tenant, objectId) => {
        const application = applicationByObjectId(tenant, objectId);
        return application && { displayName: application.properties.displayName };
    },
};

/** What an object is a member of: groups, administrative units and activated directory roles. */
export function membershipsOf(tenant: Tenant, objectId: string): Entity[] {
    const typed = (kind: string, id: string, displayName: string): Entity => ({
        "@odata.type": `#microsoft.graph.${kind}`,
        id,
        displayName,
    });
    const roles = tenant.roleAssignments
        .filter(({ principalId, directoryScopeId }) => principalId === objectId && directoryScopeId === "/")
        .map(({ roleDefinitionId }) => roleDefinitionId);
    return [
        ...tenant.groups
            .filter(({ members }) => members.includes(objectId))
            .map(({ id, displayName }) => typed("group", id, displayName)),
        ...tenant.administrativeUnits
            .filter(({ members }) => members.includes(objectId))
            .map(({ id, displayName }) => typed("administrativeUnit", id, displayName)),
        ...tenant.activatedRoles
            .filter(({ roleTemplateId }) => roles.includes(roleTemplateId))
            .map(({ id, roleTemplateId }) => typed("directoryRole", id, builtInRole(roleTemplateId)?.name ?? "")),
    ];
}

function capitalized(text: string): string {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
