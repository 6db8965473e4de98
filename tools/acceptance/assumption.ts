import type { Lab } from "./lab";

/** What a tenant says of an assumption. */
export type Verdict = "confirmed" | "refuted" | "not tried";

/** What was found of an assumption, and why. */
export interface Finding {
    readonly verdict: Verdict;
    /** What was observed, or why it was not tried. One line, nothing secret. */
    readonly evidence: string;
}

/** Something that our code or documents state about Microsoft's side without a source. */
export interface Assumption {
    /** Stays the same; code and documents name it: `Assumed (sha1-signature)`. */
    readonly id: string;
    /** What is assumed, in one sentence. */
    readonly statement: string;
    /** The file that relies on it. */
    readonly statedIn: string;
    /** Tries it. An error that it throws is a finding too: not tried, for that reason. */
    readonly check: (lab: Lab) => Promise<Finding>;
}

export const confirmed = (evidence: string): Finding => ({ verdict: "confirmed", evidence });
export const refuted = (evidence: string): Finding => ({ verdict: "refuted", evidence });
export const notTried = (reason: string): Finding => ({ verdict: "not tried", evidence: reason });

/** Confirmed when it holds, else refuted; with what was observed. */
export const holds = (isTrue: boolean, evidence: string): Finding => (isTrue ? confirmed(evidence) : refuted(evidence));

/** A check that a run in one tenant cannot make. */
export const needs = (what: string) => (): Promise<Finding> => Promise.resolve(notTried(`needs ${what}`));
