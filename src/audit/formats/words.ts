import type { AccessKind, AccessTuple, Known } from "../../access/tuple";
import type { AccessChange, AuditReport, ChangeKind, Evidence, Finding, NotJudged, Waiver } from "../report";
import { changeKinds, changeWords, severities } from "../words";

/** How a change begins its line. */
export const signs: Readonly<Record<ChangeKind, string>> = {
    added: "+",
    removed: "−",
    widened: "~",
    narrowed: "~",
    replaced: "~",
    notKnownYet: "?",
    unchanged: "=",
};

const kindWords: Readonly<Record<AccessKind, string>> = {
    apiPermission: "Permission",
    directoryRole: "Directory role",
    exchangeRoleGroup: "Exchange role group",
    credential: "Credential",
    owner: "Owner",
    federatedCredential: "Federated credential",
    audience: "Audience",
};

/** Why something was not judged. */
export const notJudgedWords: Readonly<Record<NotJudged["why"], string>> = {
    notKnownYet: "known after the update only",
    stateMissing: "the file has no state for it",
    typeNotUnderstood: "the type is not understood",
    incomplete: "the file does not show all",
    notReadable: "the tenant does not show it",
};

/** A finding against the base that the report is compared with. */
export const baselineWords: Readonly<Record<NonNullable<Finding["baseline"]>, string>> = {
    new: "New: the base does not have it.",
    unchanged: "The base has it too.",
    absent: "Gone: only the base has it.",
};

/** Who excepted a finding, why, and for how long. */
export function waiverText({ reason, owner, until, link }: Waiver): string {
    return `Waived until ${until} by ${owner}: ${reason} (${link})`;
}

/** A value that may be known only after the update. */
export function knownText(value: Known<string>): string {
    return value ?? "not known yet";
}

/** The access as it is after the change, or as it was when it is removed. */
export function accessOf({ before, after }: AccessChange): AccessTuple {
    const tuple = after ?? before;
    if (tuple === undefined) {
        throw new Error("a change has an access before or after it");
    }
    return tuple;
}

/** What kind of access it is, for people. */
export function kindText({ kind }: AccessTuple): string {
    return kindWords[kind];
}

/** What somebody may do: `Directory role: Exchange Administrator`. */
export function accessText(access: AccessTuple): string {
    return `${kindText(access)}: ${knownText(access.what)}`;
}

/** Where access holds: with the tenant in a report about several. */
export function scopeText({ scope, tenant }: AccessTuple, report: AuditReport): string {
    if (!hasSeveralTenants(report)) {
        return scope === "/" ? "whole tenant" : knownText(scope);
    }
    return [`tenant ${knownText(tenant)}`, ...(scope === "/" ? [] : [knownText(scope)])].join(", ");
}

/** By report: each of its rows asks. */
const severalTenants = new WeakMap<AuditReport, boolean>();

function hasSeveralTenants(report: AuditReport): boolean {
    const known = severalTenants.get(report);
    const several = known ?? new Set(report.changes.flatMap((change) => accessOf(change).tenant ?? [])).size > 1;
    severalTenants.set(report, several);
    return several;
}

/** Until which day access holds. */
export function untilText({ until }: AccessTuple): string {
    return until === "never" ? "no end" : dayText(until);
}

/** The day of a time. */
export function dayText(time: Known<string>): string {
    return time === null ? knownText(time) : time.replace(/T.*$/, "");
}

/** What differs, and what the access opens. */
export function reasonTexts(change: AccessChange): readonly string[] {
    const reason = change.reason === "" ? "" : `${changeWords[change.change]}: ${change.reason}`;
    return [reason, accessOf(change).opens ?? ""].filter(Boolean);
}

/** Pulumi's type token without what repeats the name: `azuread:Application`. */
export function typeText(type: string): string {
    return type.replace(/:[^:]*:(?=[^:]*$)/, ":");
}

/** Where a reader finds what a line was made from: file, JSON pointer, and the number of an event in a stream. */
export function evidenceText({ source, pointer, sequence }: Evidence): string {
    return [source, ...(sequence === undefined ? [] : [`event ${sequence}`]), pointer].filter(Boolean).join(" ");
}

/** The changes that are not `unchanged`. */
export function actualChanges({ changes }: AuditReport): readonly AccessChange[] {
    return changes.filter(({ change }) => change !== "unchanged");
}

/** Whether there is nothing but unchanged access. */
export function isQuiet(report: AuditReport): boolean {
    return actualChanges(report).length === 0 && report.findings.length === 0 && report.notJudged.length === 0;
}

/** How many of each: `2 added, 1 widened, 5 unchanged · 1 high, 1 waived · 3 not judged`. */
export function countsText({ counts }: AuditReport): string {
    const list = (entries: readonly (readonly [count: number, word: string])[], nothing: string): string =>
        entries
            .filter(([count]) => count > 0)
            .map(([count, word]) => `${count} ${word}`)
            .join(", ") || nothing;
    const changes = changeKinds.map((kind) => [counts.changes[kind], changeWords[kind]] as const);
    const findings = severities.map((severity) => [counts.findings[severity], severity] as const);
    return [
        `Access: ${list(changes, "none")}`,
        `findings: ${list([...findings, [counts.waived, "waived"]], "none")}`,
        `not judged: ${counts.notJudged}`,
    ].join(" · ");
}
