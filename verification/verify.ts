import { blocks, checkIds, checkTitles, skipped, type Check } from "./check";
import { systemClock, type Clock } from "./clock";
import type { Credential } from "./credential";
import type { Endpoints } from "./endpoints";
import { climb, type Climb } from "./ladder";
import { pauseAfter } from "./pause";
import { sender } from "./send";

/**
 * How a verification ended: `proved` when every check passed, `refused` for a reason that waiting does not cure,
 * `not-proved-in-time` when the last reason might have passed with more time.
 */
export type Verdict = "proved" | "refused" | "not-proved-in-time";

/** The result of a verification. Nothing in it is secret. */
export interface Verification {
    readonly verdict: Verdict;
    /** Every check of the last attempt, in the order of the ladder. */
    readonly checks: readonly Check[];
    /** How many attempts were made, at least 1. */
    readonly attempts: number;
    /** How long it took, in milliseconds. */
    readonly durationMs: number;
}

/** What happens during a verification, as it happens. */
export type VerificationEvent =
    | {
          /** A check has ended. In every attempt each check ends once, in the order of the ladder. */
          readonly type: "check";
          readonly attempt: number;
          readonly check: Check;
      }
    | {
          /** An attempt met something that may pass with time; the next one starts after a pause. */
          readonly type: "pause";
          readonly attempt: number;
          readonly waitingFor: Check;
          readonly pauseMs: number;
          /** What is left of the budget, the pause included. */
          readonly remainingMs: number;
      };

/** How to verify. */
export interface VerifyOptions {
    /**
     * For how long to repeat what may pass with time, in milliseconds; 0 means one attempt. The last attempt starts
     * when it ends, at the latest.
     * @default 15 minutes: Exchange Online honours a new role after 2 to 5 minutes as a rule.
     */
    readonly timeoutMs?: number;
    /** Where Microsoft's services are. @default the hosts of the connection's cloud. */
    readonly endpoints?: Endpoints | undefined;
    /** Called as things happen. It must not throw. */
    readonly onEvent?: (event: VerificationEvent) => void;
    /** Ends the verification at once: the promise is rejected with the signal's reason. */
    readonly signal?: AbortSignal;
    /** @default the machine's own clock. */
    readonly clock?: Clock;
}

const defaultTimeoutMs = 15 * 60_000;

/**
 * Proves that a connection and its key open an unattended session in Exchange Online, or says why not.
 *
 * Each attempt climbs the whole ladder of checks with a new token, up to the first that does not hold. What may pass
 * with time, because Microsoft copies changes to all its places within minutes, is tried again after growing pauses.
 *
 * @param connection a `Connection`; anything else fails the first check.
 * @throws only the reason of `options.signal`; every refusal is a result.
 */
export async function verify(
    connection: unknown,
    credential: Credential,
    { timeoutMs = defaultTimeoutMs, endpoints, onEvent, signal, clock = systemClock }: VerifyOptions = {},
): Promise<Verification> {
    const started = clock.now().getTime();
    const deadline = started + timeoutMs;
    const task: Climb = { connection, credential, endpoints, send: sender(signal), now: () => clock.now() };

    for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted();
        const checks: Check[] = [];
        for await (const check of wholeLadder(task)) {
            checks.push(check);
            onEvent?.({ type: "check", attempt, check });
        }
        const end = (verdict: Verdict): Verification => ({
            verdict,
            checks,
            attempts: attempt,
            durationMs: clock.now().getTime() - started,
        });

        const blocking = checks.find(blocks);
        if (blocking === undefined) {
            return end("proved");
        }
        if (blocking.result === "failed") {
            return end("refused");
        }
        const remainingMs = deadline - clock.now().getTime();
        const retryAfterMs = blocking.retryAfterMs ?? 0;
        if (remainingMs <= 0 || retryAfterMs > remainingMs) {
            return end("not-proved-in-time");
        }
        const pauseMs = Math.min(Math.max(pauseAfter(attempt, Math.random()), retryAfterMs), remainingMs);
        onEvent?.({ type: "pause", attempt, waitingFor: blocking, pauseMs, remainingMs });
        await clock.sleep(pauseMs, signal);
    }
}

/** One climb with a check for every rung: those above the one that blocks are skipped, with the reason. */
async function* wholeLadder(task: Climb): AsyncGenerator<Check> {
    let climbed = 0;
    let blocking: Check | undefined;
    for await (const check of climb(task)) {
        climbed++;
        yield check;
        if (blocks(check)) {
            blocking = check;
            break;
        }
    }
    if (blocking !== undefined) {
        const ended = blocking.result === "failed" ? "failed" : "is waiting";
        for (const id of checkIds.slice(climbed)) {
            yield skipped(id, `not tried, because "${checkTitles[blocking.id]}" ${ended}`);
        }
    }
}
