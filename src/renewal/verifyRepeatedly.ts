import { failed, passed, warning, type Outcome } from "../checks/check";
import type { Clock } from "../http/clock";
import type { Verification } from "./situation";

/** One verification of a certificate: up to a fresh token, or up to Exchange Online's answer. */
export interface Attempt {
    readonly verdict: "proved" | "refused" | "not-proved-in-time" | "undecided" | "consent-pending";
    /** What does not hold; of a success, what was found. */
    readonly finding: string;
}
export type Try = (until: "token" | "exchange", timeoutMs: number) => Promise<Attempt>;

/** How often and for how long to sign in. */
export interface Repetition {
    /** How many sign-ins in a row must succeed, each with a fresh token. */
    readonly signIns: number;
    /** The time over which they are spread, in milliseconds. */
    readonly overMs: number;
    /** How long to go on until they do, in milliseconds. */
    readonly timeoutMs: number;
}

/**
 * Signs in several times in a row. One success does not mean that a new certificate works: the front ends of Microsoft
 * Entra learn of it at different times (documented for federated credentials:
 * learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations). The last sign-in goes on to
 * Exchange Online.
 */
export async function verifyRepeatedly(
    attempt: Try,
    { signIns, overMs, timeoutMs }: Repetition,
    clock: Clock,
    signal: AbortSignal | undefined,
): Promise<Verification> {
    const end = clock.now().getTime() + timeoutMs;
    const pauseMs = signIns > 1 ? overMs / (signIns - 1) : 0;
    for (let inRow = 0; ;) {
        const leftMs = Math.max(0, end - clock.now().getTime());
        // After a first success a refusal shows that front ends differ: what counts is sign-ins in a row.
        const { verdict, finding } = await attempt(
            inRow === signIns - 1 ? "exchange" : "token",
            inRow === 0 ? leftMs : 0,
        );
        if (verdict === "refused") {
            return { verdict, finding };
        }
        inRow = verdict === "proved" ? inRow + 1 : 0;
        if (inRow === signIns) {
            return {
                verdict: "verified",
                finding: `${signIns} sign-ins in a row succeeded, and Exchange Online answered`,
            };
        }
        if (inRow === 0 && clock.now().getTime() >= end) {
            return { verdict: "not-in-time", finding };
        }
        await clock.sleep(pauseMs, signal);
    }
}

/** Pause between two sign-ins with a certificate that was removed, in milliseconds. */
const refusalPauseMs = 5_000;

/**
 * Signs in with a certificate that was removed, until Microsoft Entra refuses it as unknown (AADSTS700027,
 * learn.microsoft.com/entra/identity-platform/reference-error-codes). Front ends learn of a removal as late as of an
 * addition (see `verifyRepeatedly`).
 */
export async function refusedSignIn(
    attempt: Try,
    timeoutMs: number,
    clock: Clock,
    signal: AbortSignal | undefined,
): Promise<Outcome> {
    const end = clock.now().getTime() + timeoutMs;
    for (;;) {
        const { verdict, finding } = await attempt("token", 0);
        if (/AADSTS700027\b/.test(finding)) {
            return passed("Microsoft Entra refuses a sign-in with it (AADSTS700027)");
        }
        if (verdict === "refused") {
            return failed(
                `it is refused for another reason: ${finding}`,
                "Check the login with `exo-unattended verify`.",
            );
        }
        if (clock.now().getTime() >= end) {
            return warning(
                verdict === "proved" ? "Microsoft Entra still accepts it" : `not decided: ${finding}`,
                "Front ends of Microsoft Entra learn of a removal at different times. Compare with `exo-unattended repair` later.",
            );
        }
        await clock.sleep(refusalPauseMs, signal);
    }
}
