import { parameter, type Reply } from "../http";
import { notFound } from "./errors";
import type { GraphCall } from "./graphCall";
import { listReply } from "./query";
import { addReference, describeObjects, referencedId, type ObjectKind } from "./references";

/** What can own an application, a service principal or a group (learn.microsoft.com/graph/api/application-post-owners). */
export const ownerKinds: readonly ObjectKind[] = ["user", "servicePrincipal"];

/** An object that has owners: an application, a service principal or a group. */
export interface Owned {
    owners: string[];
}

/** `GET …/owners` */
export function listOwners(call: GraphCall, { owners }: Owned): Reply {
    return listReply(call, "directoryObjects", describeObjects(call.tenant, owners));
}

/** `POST …/owners/$ref` */
export function addOwner(call: GraphCall, owned: Owned): Reply {
    owned.owners = addReference(call, owned.owners, "owners", ownerKinds);
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
    const bound = (references ?? []).map((reference) => referencedId(call.tenant, reference, ownerKinds));
    return [...new Set([call.caller.servicePrincipalObjectId, ...bound])];
}
