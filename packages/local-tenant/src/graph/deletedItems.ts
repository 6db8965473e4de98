import { parameter, type Reply } from "../http";
import type { ServicePrincipal } from "../state";
import type { DeletedItem } from "./directoryState";
import { describe as describeApplication } from "./applications";
import { conflict, notFound } from "./errors";
import type { GraphCall } from "./graphCall";
import { findDeletedItem } from "./named";
import { entityReply, listReply, type Entity, type Shown } from "./query";
import { restorable, restore as putBack } from "./recycleBin";
import { describe as describeServicePrincipal, publishedApplication } from "./servicePrincipals";

// Of what the recycle bin may hold, applications and service principals. Administrative units go at once.

/** `GET /directory/deletedItems/microsoft.graph.application` */
export function listApplications(call: GraphCall): Reply {
    return listOf(call, "application", "applications");
}

/** `GET /directory/deletedItems/microsoft.graph.servicePrincipal` */
export function listServicePrincipals(call: GraphCall): Reply {
    return listOf(call, "servicePrincipal", "servicePrincipals");
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
    putBack(call.tenant, item);
    return entityReply(call, "directoryObjects", typed(item, describe(call, item, {})));
}

/** `DELETE /directory/deletedItems/{deletedItemId}`: for good. */
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
 * Assumed: a service principal without its application, or beside another one for it, is refused as a new one is.
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
    return item;
}

function describe(call: GraphCall, item: DeletedItem, shown: Shown = item): Entity {
    return item.kind === "application"
        ? describeApplication(call, item.object, shown)
        : describeServicePrincipal(item.object, shown);
}

function typed({ kind }: DeletedItem, entity: Entity): Entity {
    return { "@odata.type": `#microsoft.graph.${kind}`, ...entity };
}
