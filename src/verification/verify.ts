import { skipped } from "../checks/check";
import type { Connection } from "../connection/connection";
import { readConnection } from "../connection/parse";
import { systemClock } from "../http/clock";
import { Sender } from "../http/send";
import { Attempt } from "./attempt";
import type { Credential } from "./credential";
import { checkOptions, defaultTimeoutMs, type VerifyOptions } from "./options";
import { Pauses } from "./pauses";
import { plannedChecks, type Check, type PlannedCheck } from "./rungs";

/**
 * How a verification ended: `proved` when every check passed that was not skipped, `refused` for a reason that waiting
 * does not cure, `not-proved-in-time` when the last reason may resolve after propagation.
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
 * Verifies that a connection and its key open an unattended session in Exchange Online, or finds out why not.
 *
 * Each attempt climbs the whole ladder of checks with a new token on new network connections, up to the first that does
 * not hold. What may resolve after propagation, because Microsoft copies changes to all its places within minutes, is
 * tried again after growing pauses.
 *
 * It goes through the proxy that HTTPS_PROXY and NO_PROXY name and trusts the certificates of NODE_EXTRA_CA_CERTS.
 *
 * @param connection a `Connection`; anything else fails the first check.
 * @throws UserError before any call; later only the reason of `options.signal`. Every refusal is a result.
 */
export function verify(
    connection: unknown,
    credential: Credential,
    options: VerifyOptions = {},
): Promise<Verification> {
    return verifyParsed(readConnection(connection), credential, options);
}

/**
 * Verifies as {@link verify} does.
 * @param candidate a connection that was read already, or one line per property that is wrong
 */
export async function verifyParsed(
    candidate: Connection | readonly string[],
    credential: Credential,
    options: VerifyOptions = {},
): Promise<Verification> {
    checkOptions(options);
    const { timeoutMs = defaultTimeoutMs, onEvent, signal, clock = systemClock } = options;
    const started = clock.now().getTime();
    const deadline = started + timeoutMs;
    const plan = plannedChecks(candidate, options);
    const pauses = new Pauses();

    for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted();
        onEvent?.({ type: "attempt", attempt, checks: plan.map(({ id }) => id) });
        const checks: Check[] = [];
        const sender = new Sender(signal);
        const { send = sender.send } = options;
        try {
            const task = new Attempt({ candidate, credential, options, send, now: () => clock.now() });
            for await (const check of climb(plan, task)) {
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
        const { id, isTransient = false } = waitingFor;
        const patience = plan.find((planned) => planned.id === id)?.rung.patience;
        const pause = pauses.next(id, patience, isTransient, Math.random());
        const pauseMs = Math.min(Math.max(pause, retryAfterMs), remainingMs);
        onEvent?.({ type: "pause", attempt, waitingFor, pauseMs, remainingMs });
        await clock.sleep(pauseMs, signal);
    }
}

/** Makes each planned check: what rests on one that does not hold is skipped, with the reason. */
async function* climb(plan: readonly PlannedCheck[], attempt: Attempt): AsyncGenerator<Check> {
    let blocked: string | undefined;
    for (const { id, title, rung, subject } of plan) {
        const finding = blocked === undefined ? await rung.check(attempt, subject) : skipped(blocked);
        yield { id, title, ...finding };
        const { result } = finding;
        if ((result === "failed" || result === "waiting") && rung.standsAlone !== true) {
            blocked = `not tried, because "${title}" ${result === "failed" ? "failed" : "is waiting"}`;
        }
    }
}
