import type { ChangeKind, Severity } from "./report";

/** The most serious first. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low", "note"];

/** What each change is called, in the order in which counts are shown. */
export const changeWords: Readonly<Record<ChangeKind, string>> = {
    added: "added",
    removed: "removed",
    widened: "widened",
    narrowed: "narrowed",
    replaced: "replaced",
    notKnownYet: "not known yet",
    unchanged: "unchanged",
};

/** All kinds of changes, in that order. */
export const changeKinds = Object.keys(changeWords) as readonly ChangeKind[];
