import type { FoundAccess } from "./accessOf";
import { areDifferent, compare, type Comparison } from "./compare";
import { roleIncludes } from "../microsoft/entraRoles";
import { roleGroupIncludes } from "../microsoft/exchangeRoleGroups";
import { singleTenant } from "../microsoft/signInAudiences";

/** One access before and after; at least one of the two is present. */
export interface AccessDifference extends Comparison {
    readonly before: FoundAccess | undefined;
    readonly after: FoundAccess | undefined;
}

/** How to compare. */
export interface DifferenceOptions {
    /**
     * Whether both sides are different logins in different tenants: then ids, thumbprints and dates differ by nature, and
     * owners are compared by their number, validity by its length.
     */
    readonly acrossTenants?: boolean;
    /** Whether a side leaves accesses out, so that one can not be told to stand in the place of another. */
    readonly isPartial?: boolean;
}

/** How access differs: every pair of the same access, what was added, and what was removed. In no order. */
export function differenceOf(
    before: readonly FoundAccess[],
    after: readonly FoundAccess[],
    { acrossTenants = false, isPartial = false }: DifferenceOptions = {},
): AccessDifference[] {
    const sides = new Sides(before, after);
    return [
        // Exactly the same: what a replacement leaves in the tenant is not the new one.
        ...sides.pair(({ slot, tuple, isReplacement }) =>
            slot === undefined || isReplacement ? undefined : JSON.stringify([slot, tuple]),
        ),
        // The same resource in the program.
        ...sides.pair(({ slot, tuple }) => (acrossTenants && tuple.kind === "owner" ? undefined : slot)),
        // The same access by another resource: it was renamed, or moved to another kind of resource; first in its tenant.
        ...sides.pair((access) => {
            const key = accessKey(access);
            return key && `${access.tuple.tenant ?? ""} ${key}`;
        }),
        ...sides.pair(accessKey),
        ...(acrossTenants
            ? sides.pair(({ tuple: { principal, kind, via } }) =>
                  kind === "owner" ? `${principal} ${via}` : undefined,
              )
            : []),
        ...(isPartial ? [] : sides.pairWhere(isExtension)),
        ...sides.rest(),
    ].map(({ before, after }) => ({
        before,
        after,
        ...(before === undefined
            ? added(after)
            : after === undefined
              ? { change: "removed" as const, broadens: false, reason: "" }
              : compare(before, after, acrossTenants)),
    }));
}

interface Pair {
    readonly before: FoundAccess | undefined;
    readonly after: FoundAccess | undefined;
}

/** What is on both sides and has no partner yet. */
class Sides {
    private before: FoundAccess[];
    private after: FoundAccess[];

    constructor(before: readonly FoundAccess[], after: readonly FoundAccess[]) {
        this.before = sorted(before);
        this.after = sorted(after);
    }

    /** Those with the same key. */
    pair(keyOf: (access: FoundAccess) => string | undefined): Pair[] {
        const waiting = new Map<string, FoundAccess[]>();
        for (const access of this.after) {
            const key = keyOf(access);
            if (key !== undefined) {
                waiting.set(key, [...(waiting.get(key) ?? []), access]);
            }
        }
        return this.take((one) => waiting.get(keyOf(one) ?? "")?.shift());
    }

    /** Those of which the one after extends the one before. */
    pairWhere(fits: (before: FoundAccess, after: FoundAccess) => boolean): Pair[] {
        const taken = new Set<FoundAccess>();
        return this.take((one) => {
            const found = this.after.find((other) => !taken.has(other) && fits(one, other));
            if (found !== undefined) {
                taken.add(found);
            }
            return found;
        });
    }

    rest(): Pair[] {
        return [
            ...this.before.map((before) => ({ before, after: undefined })),
            ...this.after.map((after) => ({ before: undefined, after })),
        ];
    }

    private take(partnerOf: (before: FoundAccess) => FoundAccess | undefined): Pair[] {
        const pairs = this.before.flatMap((before): { before: FoundAccess; after: FoundAccess }[] => {
            const after = partnerOf(before);
            return after === undefined ? [] : [{ before, after }];
        });
        const taken = new Set(pairs.flatMap(({ before, after }) => [before, after]));
        this.before = this.before.filter((one) => !taken.has(one));
        this.after = this.after.filter((one) => !taken.has(one));
        return pairs;
    }
}

/** So that the same sides make the same pairs, in whatever order they come. */
function sorted(side: readonly FoundAccess[]): FoundAccess[] {
    return side
        .map((access) => ({ access, key: JSON.stringify([access.slot, access.resource, access.tuple]) }))
        .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
        .map(({ access }) => access);
}

function accessKey({ tuple }: FoundAccess): string | undefined {
    const { principal, kind, what, scope, credential } = tuple;
    const identity = kind === "credential" ? credential?.thumbprint : what;
    return identity === null || identity === undefined || scope === null
        ? undefined
        : JSON.stringify([principal, kind, identity, scope, ...(kind === "owner" ? [tuple.via] : [])]);
}

/** A role in place of one that it includes is an extension, not one more and one less. */
function isExtension({ tuple: before }: FoundAccess, { tuple: after }: FoundAccess): boolean {
    if (
        before.principal !== after.principal ||
        before.kind !== after.kind ||
        areDifferent(before.tenant, after.tenant) ||
        before.what === null ||
        after.what === null
    ) {
        return false;
    }
    const includes =
        before.kind === "directoryRole"
            ? roleIncludes
            : before.kind === "exchangeRoleGroup"
              ? roleGroupIncludes
              : undefined;
    return includes?.(after.what, before.what) === true || includes?.(before.what, after.what) === true;
}

function added(after: FoundAccess | undefined): Comparison {
    const { kind, what, scope, via } = after?.tuple ?? {};
    if (what === null || scope === null) {
        return { change: "notKnownYet", broadens: true, reason: "what it will be is known after the update only" };
    }
    // That an application is for its own tenant opens nothing, and a request gives nothing before an administrator consents.
    const givesNothing = (kind === "audience" && what === singleTenant) || via === "requested";
    return { change: "added", broadens: !givesNothing, reason: "" };
}
