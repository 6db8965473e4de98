import type { CredentialFacts } from "../../access/tuple";
import type { AccessChange, AuditReport } from "../report";
import { accessOf, dayText, knownText } from "./words";

/** A credential with the change that it is part of. */
export interface CredentialLine {
    readonly change: AccessChange;
    readonly principal: string;
    /** For example `certificate next`. */
    readonly name: string;
    readonly facts: CredentialFacts;
}

/** Where a credential is on the time line, seen from the report's day. */
export type CredentialState = "removed" | "unknown" | "future" | "expired" | "endsSoon" | "valid";

/** Long enough to renew in good time. */
const soonDays = 30;
const dayMs = 86_400_000;

/** The credentials of all logins, unchanged ones too, in the report's order. */
export function credentialLines({ changes }: AuditReport): readonly CredentialLine[] {
    return changes.flatMap((change) => {
        const { principal, what, credential: facts } = accessOf(change);
        return facts === undefined ? [] : [{ change, principal, name: knownText(what), facts }];
    });
}

/** Where the credential is on the time line. */
export function credentialState({ change, facts }: CredentialLine, now: string): CredentialState {
    if (change.change === "removed") {
        return "removed";
    }
    if (facts.notBefore === null || facts.notAfter === null) {
        return "unknown";
    }
    const left = daysBetween(now, facts.notAfter);
    return Date.parse(facts.notBefore) > Date.parse(now)
        ? "future"
        : left < 0
          ? "expired"
          : left <= soonDays
            ? "endsSoon"
            : "valid";
}

/** The state in words, with the distance in days. */
export function credentialStateText(line: CredentialLine, now: string): string {
    const { notBefore, notAfter } = line.facts;
    switch (credentialState(line, now)) {
        case "removed":
            return "removed";
        case "unknown":
            return "made by the update";
        case "future":
            return `starts in ${days(now, notBefore)}`;
        case "expired":
            return `ended ${days(notAfter, now)} ago`;
        default:
            return `ends in ${days(now, notAfter)}`;
    }
}

/** Key, signature and thumbprint, as far as they are known. */
export function credentialFactsTexts({
    type,
    key,
    signatureAlgorithm,
    thumbprint,
}: CredentialFacts): readonly string[] {
    return type === "clientSecret"
        ? ["client secret"]
        : [[key, signatureAlgorithm].filter((fact) => typeof fact === "string").join(", "), thumbprint ?? ""].filter(
              Boolean,
          );
}

/** From when to when, or how long when the update sets the dates. */
export function validityText({ notBefore, notAfter, validityDays }: CredentialFacts): string {
    return notBefore !== null || notAfter !== null
        ? `${dayText(notBefore)} to ${dayText(notAfter)}`
        : validityDays === null
          ? knownText(null)
          : `${validityDays} days from the update`;
}

/** When it ends; for one that the update makes, as if that were now. Null when nothing says so. */
export function likelyEnd({ notBefore, notAfter, validityDays }: CredentialFacts, now: string): string | null {
    return notAfter !== null || validityDays === null
        ? notAfter
        : new Date(Date.parse(notBefore ?? now) + validityDays * dayMs).toISOString();
}

function days(from: string | null, to: string | null): string {
    const count = Math.max(daysBetween(from ?? "", to ?? ""), 0);
    return count === 0 ? "less than a day" : count === 1 ? "1 day" : `${count} days`;
}

function daysBetween(from: string, to: string): number {
    return Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);
}
