import { blocks, checkTitle, skipped, standsAlone, type Check, type CheckId } from "./check";
import { systemClock } from "../http/clock";
import type { Credential } from "./credential";
import { climb, type Climb } from "./ladder";
import { checkOptions, defaultTimeoutMs, type VerifyOptions } from "./options";
import { Pauses } from "./pause";
import { plannedChecks } from "./plan";
import { readConnection } from "./connectionCheck";
import { Sender } from "../http/send";

/**
 * How a verification ended: `proved` when every check passed that was not skipped, `refused` for a reason that waiting
 * does not cure, `not-proved-in-time` when the last reason might have passed with more time.
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

/**
 * Proves that a connection and its key open an unattended session in Exchange Online, or says why not.
 *
 * Each attempt climbs the whole ladder of checks with a new token on new network connections, up to the first that does
 * not hold. What may pass with time, because Microsoft copies changes to all its places within minutes, is tried again
 * after growing pauses.
 *
 * It goes through the proxy that HTTPS_PROXY and NO_PROXY name and trusts the certificates of NODE_EXTRA_CA_CERTS.
 *
 * @param connection a `Connection`; anything else fails the first check.
 * @throws UserError before any call; later only the reason of `options.signal`. Every refusal is a result.
 */
export async function verify(
    connection: unknown,
    credential: Credential,
    options: VerifyOptions = {},
): Promise<Verification> {
    checkOptions(options);
    const { timeoutMs = defaultTimeoutMs, onEvent, signal, clock = systemClock } = options;
    const started = clock.now().getTime();
    const deadline = started + timeoutMs;
    const plan = plannedChecks(readConnection(connection), options);
    const pauses = new Pauses();

    for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted();
        onEvent?.({ type: "attempt", attempt, checks: plan });
        const checks: Check[] = [];
        const sender = new Sender(signal);
        try {
            const task: Climb = { connection, credential, options, send: sender.send, now: () => clock.now() };
            for await (const check of wholeLadder(plan, climb(task))) {
                checks.push(check);
                onEvent?.({ type: "check", attempt, check });
            }
        } finally {
            sender.close();
        }
        const end = (verdict: Verdict): Verification => ({
            verdict,
            checks,
            attempts: attempt,
            durationMs: clock.now().getTime() - started,
        });

        if (checks.some(({ result }) => result === "failed")) {
            return end("refused");
        }
        const waitingFor = checks.find(({ result }) => result === "waiting");
        if (waitingFor === undefined) {
            return end("proved");
        }
        const remainingMs = deadline - clock.now().getTime();
        const retryAfterMs = Math.max(...checks.map((check) => check.retryAfterMs ?? 0));
        if (remainingMs <= 0 || retryAfterMs > remainingMs) {
            return end("not-proved-in-time");
        }
        const pauseMs = Math.min(Math.max(pauses.next(waitingFor, Math.random()), retryAfterMs), remainingMs);
        onEvent?.({ type: "pause", attempt, waitingFor, pauseMs, remainingMs });
        await clock.sleep(pauseMs, signal);
    }
}

/** One climb with a check for everything planned: what rests on one that blocks is skipped, with the reason. */
async function* wholeLadder(plan: readonly CheckId[], checks: AsyncGenerator<Check>): AsyncGenerator<Check> {
    let climbed = 0;
    for await (const check of checks) {
        climbed++;
        yield check;
        if (blocks(check) && !standsAlone(check.id)) {
            const ended = check.result === "failed" ? "failed" : "is waiting";
            for (const id of plan.slice(climbed)) {
                yield skipped(id, `not tried, because "${checkTitle(check.id)}" ${ended}`);
            }
            return;
        }
    }
}
