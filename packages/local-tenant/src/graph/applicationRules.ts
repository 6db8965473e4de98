import type { Application } from "../state";
import type { ApplicationProperties } from "./applicationSchema";
import { alreadyTaken, badProperty } from "./errors";
import type { GraphCall } from "./graphCall";
import { restorable } from "./recycleBin";

/** What a request sets of the properties that must be unique. */
type Identifying = Partial<Pick<ApplicationProperties, "identifierUris" | "appRoles">>;

/**
 * Refuses values that must be unique and are not: identifier URIs in the tenant, where the recycle bin counts too, and
 * ids and values of app roles in the application, as far as they have a value.
 */
export function checkUnique(call: GraphCall, { identifierUris, appRoles }: Identifying, self?: Application): void {
    if (identifierUris?.length) {
        const others = [...call.tenant.applications, ...deletedApplications(call)].filter(({ id }) => id !== self?.id);
        const taken = new Set(others.flatMap(({ properties }) => properties.identifierUris));
        if (identifierUris.some((uri) => taken.has(uri))) {
            throw alreadyTaken("identifierUris");
        }
    }
    const ids = appRoles?.map(({ id }) => id) ?? [];
    const values = appRoles?.flatMap(({ value }) => value || []) ?? [];
    if (hasDuplicates(ids) || hasDuplicates(values)) {
        throw badProperty("DuplicateValue", "Request contains a property with duplicate values.", {
            code: "DuplicateValue",
            target: "appRoles",
        });
    }
}

function deletedApplications(call: GraphCall): Application[] {
    return restorable(call.tenant, call.now).flatMap((item) => (item.kind === "application" ? [item.object] : []));
}

function hasDuplicates(texts: readonly string[]): boolean {
    return new Set(texts).size < texts.length;
}
