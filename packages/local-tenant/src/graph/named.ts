import { isGuid } from "../guid";
import {
    applicationByObjectId,
    servicePrincipalByObjectId,
    type Application,
    type ServicePrincipal,
    type Tenant,
} from "../state";
import type { DeletedItem } from "./directoryState";
import { badRequest, notFound } from "./errors";

/** The objects that a request's path may name, and the parts of the path that name them. */
export interface Naming {
    readonly tenant: Tenant;
    readonly parameters: Readonly<Record<string, string>>;
}

/** The application of the request's path, by object id or by `appId`. */
export function namedApplication(call: Naming): Application {
    return existing(findApplication(call), call.parameters.applicationObjectId, call.parameters.applicationClientId);
}

/** The service principal of the request's path, by object id or by `appId`. */
export function namedServicePrincipal(call: Naming): ServicePrincipal {
    const { servicePrincipalObjectId, servicePrincipalClientId } = call.parameters;
    return existing(findServicePrincipal(call), servicePrincipalObjectId, servicePrincipalClientId);
}

/** Who owns the object of the request's path; undefined when there is none. */
export function ownersOfNamed(call: Naming): readonly string[] | undefined {
    const item = findDeletedItem(call)?.object;
    return (
        (findApplication(call) ?? findServicePrincipal(call))?.owners ??
        (item && "owners" in item ? item.owners : item && [])
    );
}

/** The item of the recycle bin that the request's path names, as long as it is kept. */
export function findDeletedItem({ tenant, parameters }: Naming): DeletedItem | undefined {
    const { deletedItemId = "" } = parameters;
    return tenant.deletedItems.find(({ object }) => object.id === deletedItemId.toLowerCase());
}

function findApplication({ tenant, parameters }: Naming): Application | undefined {
    const { applicationObjectId = "", applicationClientId } = parameters;
    return applicationClientId === undefined
        ? applicationByObjectId(tenant, applicationObjectId)
        : byClientId(tenant.applications, applicationClientId);
}

function findServicePrincipal({ tenant, parameters }: Naming): ServicePrincipal | undefined {
    const { servicePrincipalObjectId = "", servicePrincipalClientId } = parameters;
    return servicePrincipalClientId === undefined
        ? servicePrincipalByObjectId(tenant, servicePrincipalObjectId)
        : byClientId(tenant.servicePrincipals, servicePrincipalClientId);
}

function byClientId<Item extends { readonly appId: string }>(
    items: readonly Item[],
    clientId: string,
): Item | undefined {
    if (!isGuid(clientId)) {
        throw badRequest(
            "Invalid value specified for object reference property 'appId'. Please ensure that this value has an appropriate syntax and length.",
        );
    }
    return items.find(({ appId }) => appId === clientId.toLowerCase());
}

function existing<Item>(item: Item | undefined, objectId: string | undefined, clientId: string | undefined): Item {
    if (item === undefined) {
        throw notFound(objectId ?? clientId ?? "");
    }
    return item;
}
