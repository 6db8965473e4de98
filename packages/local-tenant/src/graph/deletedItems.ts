import { parameter, type Reply } from "../http";
import type { ServicePrincipal } from "../state";
import type { DeletedItem } from "./directoryState";
import { describe as describeApplication } from "./applications";
import { conflict, notFound, requestDenied } from "./errors";
import type { GraphCall } from "./graphCall";
import { findDeletedItem } from "./named";
import { permissionsTo } from "./permissions";
import { entityReply, listReply, type Entity, type Shown } from "./query";
import { restorable, restore as putBack } from "./recycleBin";
import { describe as describeGroup } from "./groups";
import { describe as describeServicePrincipal, publishedApplication } from "./servicePrincipals";
import { checkName, describe as describeUser } from "./users";

// Administrative units and security groups are gone at once.

/** `GET /directory/deletedItems/microsoft.graph.application` */
export function listApplications(call: GraphCall): Reply {
    return listOf(call, "application", "applications");
}

/** `GET /directory/deletedItems/microsoft.graph.servicePrincipal` */
export function listServicePrincipals(call: GraphCall): Reply {
    return listOf(call, "servicePrincipal", "servicePrincipals");
}

/** `GET /directory/deletedItems/microsoft.graph.user` */
export function listUsers(call: GraphCall): Reply {
    return listOf(call, "user", "users");
}

/** `GET /directory/deletedItems/microsoft.graph.group` */
export function listGroups(call: GraphCall): Reply {
    return listOf(call, "group", "groups");
}

/** `GET /directory/deletedItems/{deletedItemId}` */
export function get(call: GraphCall): Reply {
    const item = namedItem(call);
    return entityReply(call, "directoryObjects", typed(item, describe(call, item)));
}

/**
 * `POST /directory/deletedItems/{deletedItemId}/restore`. The service principal of an application is restored by a
 * request of its own (learn.microsoft.com/graph/api/directory-deleteditems-restore).
 */
export function restore(call: GraphCall): Reply {
    const item = namedItem(call);
    if (item.kind === "servicePrincipal") {
        prepare(call, item.object);
    }
    if (item.kind === "user") {
        checkName(call.tenant, item.object.userPrincipalName);
    }
    putBack(call.tenant, item);
    return entityReply(call, "directoryObjects", typed(item, describe(call, item, {})));
}

/** `DELETE /directory/deletedItems/{deletedItemId}`: permanently. */
export function remove(call: GraphCall): Reply {
    const item = namedItem(call);
    call.tenant.deletedItems = call.tenant.deletedItems.filter((other) => other !== item);
    return { status: 204 };
}

function listOf(call: GraphCall, kind: DeletedItem["kind"], set: string): Reply {
    const items = restorable(call.tenant, call.now).filter((item) => item.kind === kind);
    return listReply(
        call,
        set,
        items.map((item) => describe(call, item)),
    );
}

/**
 * Assumed (restore-without-application): a service principal without its application, or beside another one for it, is refused as a new one is.
 * Otherwise it takes over what its application has become meanwhile.
 */
function prepare(call: GraphCall, servicePrincipal: ServicePrincipal): void {
    if (call.tenant.servicePrincipals.some(({ appId }) => appId === servicePrincipal.appId)) {
        throw conflict();
    }
    servicePrincipal.published = publishedApplication(call, servicePrincipal.appId);
}

function namedItem(call: GraphCall): DeletedItem {
    const item = findDeletedItem(call);
    if (!item || !restorable(call.tenant, call.now).includes(item)) {
        throw notFound(parameter(call, "deletedItemId"));
    }
    checkMay(call, item);
    return item;
}

/** Who may read and write items of that kind, besides their owners (learn.microsoft.com/graph/api/directory-deleteditems-get). */
const permissions: Readonly<Record<DeletedItem["kind"], readonly [toRead: readonly string[], toWrite: string]>> = {
    application: [permissionsTo.listApplications.anyOf, "Application.ReadWrite.All"],
    servicePrincipal: [permissionsTo.listApplications.anyOf, "Application.ReadWrite.All"],
    user: [permissionsTo.readUsers.anyOf, "User.ReadWrite.All"],
    group: [permissionsTo.readGroups.anyOf, "Group.ReadWrite.All"],
};

function checkMay(call: GraphCall, { kind, object }: DeletedItem): void {
    const [toRead, toWrite] = permissions[kind];
    const enough = call.request.method === "GET" ? toRead : [toWrite];
    const isOwner = kind !== "user" && kind !== "group" && object.owners.includes(call.caller.servicePrincipalObjectId);
    if (!isOwner && !enough.some((permission) => call.caller.permissions.includes(permission))) {
        throw requestDenied();
    }
}

function describe(call: GraphCall, item: DeletedItem, shown: Shown = item): Entity {
    switch (item.kind) {
        case "application":
            return describeApplication(call, item.object, shown);
        case "servicePrincipal":
            return describeServicePrincipal(call, item.object, shown);
        case "group":
            return describeGroup(call, item.object, shown);
        case "user":
            return { ...describeUser(item.object), deletedDateTime: shown.deletedDateTime ?? null };
    }
}

function typed({ kind }: DeletedItem, entity: Entity): Entity {
    return { "@odata.type": `#microsoft.graph.${kind}`, ...entity };
}
