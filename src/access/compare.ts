import { roleIncludes } from "../microsoft/entraRoles";
import { roleGroupIncludes } from "../microsoft/exchangeRoleGroups";
import { audienceIncludes } from "../microsoft/signInAudiences";
import type { FoundAccess } from "./accessOf";
import type { AccessTuple, Known } from "./tuple";

/** How access differs between before and after. */
export type ChangeKind = "added" | "removed" | "widened" | "narrowed" | "replaced" | "notKnownYet" | "unchanged";

/** The result of a comparison. */
export interface Comparison {
    readonly change: ChangeKind;
    /** Whether somebody can do more afterwards, as far as can be known: what is not known counts as more. */
    readonly broadens: boolean;
    /** What differs, in words; empty when nothing does, or all. */
    readonly reason: string;
}

const unchanged: Comparison = { change: "unchanged", broadens: false, reason: "" };

/** Compares an access before and after: the same one, or one in the place of the other. */
export function compare(before: FoundAccess, after: FoundAccess, acrossTenants: boolean): Comparison {
    const [one, other] = [before.tuple, after.tuple];
    if (one.principal !== other.principal) {
        return replaced(`given to ${other.principal} instead of ${one.principal}`);
    }
    if (!acrossTenants && areDifferent(one.tenant, other.tenant)) {
        return replaced(`in the tenant ${other.tenant ?? ""} instead of ${one.tenant ?? ""}`);
    }
    if (one.kind === "credential") {
        return compareCredentials(before, after, acrossTenants);
    }
    if (acrossTenants && one.kind === "owner") {
        return unchanged;
    }
    if (one.what === null || other.what === null || one.scope === null || other.scope === null) {
        // What was not known and stays as it is does not differ.
        return !after.isReplacement && one.what === other.what && one.scope === other.scope
            ? unchanged
            : {
                  change: "notKnownYet",
                  broadens: true,
                  reason:
                      other.what === null || other.scope === null
                          ? "what it will be is known after the update only"
                          : "the file does not hold what it was: add the stack export",
              };
    }
    return widest([
        ordered(one.what, other.what, includesOf(one.kind), (from, to) => `${from} becomes ${to}`),
        ordered(
            one.scope,
            other.scope,
            (from, to) => from === to || from === "/",
            (from, to) => `scope ${from} becomes ${to}`,
        ),
        viaChange(one, other),
    ]);
}

/** Whether two values are known and differ: a state may lack the tenant that a preview has. */
export function areDifferent(one: Known<string>, other: Known<string>): boolean {
    return one !== null && other !== null && one !== other;
}

function includesOf(kind: AccessTuple["kind"]): (one: string, other: string) => boolean {
    switch (kind) {
        case "directoryRole":
            return roleIncludes;
        case "exchangeRoleGroup":
            return roleGroupIncludes;
        case "audience":
            return audienceIncludes;
        default:
            return (one, other) => one === other;
    }
}

function ordered(
    before: string,
    after: string,
    includes: (one: string, other: string) => boolean,
    words: (from: string, to: string) => string,
): Comparison {
    if (before === after) {
        return unchanged;
    }
    const reason = words(before, after);
    if (includes(after, before)) {
        return { change: "widened", broadens: true, reason };
    }
    return includes(before, after) ? { change: "narrowed", broadens: false, reason } : replaced(reason);
}

/** Consent to what was only asked for, and a role that needs no activation any more, are more. */
function viaChange({ via: before }: AccessTuple, { via: after }: AccessTuple): Comparison {
    if (before === after || !(isPotential(before) || isPotential(after))) {
        return unchanged;
    }
    const reason = `${before} becomes ${after}`;
    return isPotential(before)
        ? { change: "widened", broadens: true, reason }
        : { change: "narrowed", broadens: false, reason };
}

function isPotential(via: string): boolean {
    return via === "requested" || via === "eligible role assignment";
}

function compareCredentials(before: FoundAccess, after: FoundAccess, acrossTenants: boolean): Comparison {
    const [one, other] = [before.tuple.credential, after.tuple.credential];
    if (one === undefined || other === undefined) {
        return unchanged;
    }
    const length = compareLengths(one.validityDays, other.validityDays);
    if (acrossTenants) {
        return length;
    }
    if (after.isReplacement || (one.thumbprint && other.thumbprint && one.thumbprint !== other.thumbprint)) {
        const reason = ["another credential in its place", length.reason].filter((text) => text !== "").join("; ");
        return { change: "replaced", broadens: length.broadens, reason };
    }
    if (one.thumbprint !== other.thumbprint) {
        return { change: "notKnownYet", broadens: true, reason: "which certificate it is, is not in both files" };
    }
    // The same credential for longer, or another end that is not known yet.
    return one.notAfter === other.notAfter ? unchanged : length;
}

function compareLengths(before: Known<number>, after: Known<number>): Comparison {
    if (before === after) {
        return unchanged;
    }
    if (before === null || after === null) {
        return { change: "notKnownYet", broadens: true, reason: "the validity is known after the update only" };
    }
    const reason = `valid for ${after} days instead of ${before}`;
    // A leap day, or the second in which the certificate was made, makes no difference.
    return Math.abs(after - before) <= 1
        ? unchanged
        : after > before
          ? { change: "widened", broadens: true, reason }
          : { change: "narrowed", broadens: false, reason };
}

function replaced(reason: string): Comparison {
    return { change: "replaced", broadens: true, reason };
}

const order: readonly ChangeKind[] = ["unchanged", "narrowed", "widened", "replaced"];

/** One result of several: what cannot be told from more is more; more here and less there is another access. */
function widest(comparisons: readonly Comparison[]): Comparison {
    const changed = comparisons.filter(({ change }) => change !== "unchanged");
    if (changed.length === 0) {
        return unchanged;
    }
    const kinds = new Set(changed.map(({ change }) => change));
    return {
        change: kinds.size > 1 ? "replaced" : (order.findLast((kind) => kinds.has(kind)) ?? "replaced"),
        broadens: changed.some(({ broadens }) => broadens),
        reason: changed.map(({ reason }) => reason).join("; "),
    };
}
