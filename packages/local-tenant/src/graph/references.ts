import { z } from "zod";
import { isGuid } from "../guid";
import type { Tenant } from "../state";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import type { Entity } from "./query";

/**
 * The ids with the one that the request's body refers to, `{ "@odata.id": … }`.
 * @param relationship name of the list, e.g. `owners`
 */
export function addReference(call: GraphCall, ids: readonly string[], relationship: string): string[] {
    const body = readBody(call, z.strictObject({ "@odata.id": z.string() }), relationship);
    const id = referencedId(call.tenant, body["@odata.id"]);
    if (ids.includes(id)) {
        throw badRequest(
            `One or more added object references already exist for the following modified properties: '${relationship}'.`,
        );
    }
    return [...ids, id];
}

/** The object id behind a reference such as `https://graph.microsoft.com/v1.0/directoryObjects/<object id>`. */
export function referencedId(tenant: Tenant, reference: string): string {
    const id = reference.split("/").at(-1)?.toLowerCase() ?? "";
    if (!isGuid(id)) {
        throw badRequest("Not a valid reference update.");
    }
    if (!directoryObject(tenant, id)) {
        throw notFound(id);
    }
    return id;
}

/** The objects of those ids, as far as they still exist. */
export function describeObjects(tenant: Tenant, ids: readonly string[]): Entity[] {
    return ids.map((id) => directoryObject(tenant, id)).filter((object) => object !== undefined);
}

/** A user or service principal in the short form in which Graph refers to it. */
export function directoryObject(tenant: Tenant, objectId: string): Entity | undefined {
    const servicePrincipal = tenant.servicePrincipals.find(({ id }) => id === objectId);
    if (servicePrincipal) {
        return {
            "@odata.type": "#microsoft.graph.servicePrincipal",
            id: objectId,
            displayName: servicePrincipal.published.displayName,
        };
    }
    const user = tenant.users.find(({ id }) => id === objectId);
    return user && { "@odata.type": "#microsoft.graph.user", ...user };
}
