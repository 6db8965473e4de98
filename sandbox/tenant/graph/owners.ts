import { z } from "zod";
import { isGuid } from "../../../microsoft/guid";
import { parameter, type Reply } from "../http";
import type { Tenant } from "../state";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { listReply, type Entity } from "./query";

/** An object that has owners: an application or a service principal. */
export interface Owned {
    owners: string[];
}

/** `GET …/owners` */
export function listOwners(call: GraphCall, { owners }: Owned): Reply {
    const objects = owners.map((id) => directoryObject(call.tenant, id)).filter((object) => object !== undefined);
    return listReply(call, "directoryObjects", objects);
}

/** `POST …/owners/$ref` */
export function addOwner(call: GraphCall, owned: Owned): Reply {
    const body = readBody(call, z.strictObject({ "@odata.id": z.string() }), "owners");
    const [owner] = boundOwners(call.tenant, [body["@odata.id"]]);
    if (owner === undefined || owned.owners.includes(owner)) {
        throw badRequest(
            "One or more added object references already exist for the following modified properties: 'owners'.",
        );
    }
    owned.owners.push(owner);
    return { status: 204 };
}

/** `DELETE …/owners/{ownerObjectId}/$ref`; the last one may go too. */
export function removeOwner(call: GraphCall, owned: Owned): Reply {
    const owner = parameter(call, "ownerObjectId");
    if (!owned.owners.includes(owner)) {
        throw notFound(owner);
    }
    owned.owners = owned.owners.filter((id) => id !== owner);
    return { status: 204 };
}

/** The owners of an object just made: its creator, and those that the request binds. */
export function firstOwners(call: GraphCall, references: readonly string[] | undefined): string[] {
    return [...new Set([call.caller.servicePrincipalObjectId, ...boundOwners(call.tenant, references ?? [])])];
}

/** The object ids behind references such as `https://graph.microsoft.com/v1.0/directoryObjects/<object id>`. */
function boundOwners(tenant: Tenant, references: readonly string[]): string[] {
    return references.map((reference) => {
        const id = reference.split("/").at(-1) ?? "";
        if (!isGuid(id)) {
            throw badRequest("Not a valid reference update.");
        }
        if (!directoryObject(tenant, id)) {
            throw notFound(id);
        }
        return id;
    });
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
