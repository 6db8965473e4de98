import { skipped } from "../checks/check";
import { isConsentPending, type Connection } from "../connection/connection";
import { readConnection } from "../connection/parse";
import { systemClock } from "../http/clock";
import { Sender } from "../http/send";
import { Attempt } from "./attempt";
import type { Credential } from "./credential";
import { claimsOf } from "./entra/tokenClaims";
import { checkOptions, defaultTimeoutMs, lastAttemptMs, type VerifyOptions } from "./options";
import { Pauses } from "./pauses";
import type { Finding } from "./rung";
import { plannedChecks, type Check, type PlannedCheck } from "./rungs";

/**
 * How a verification ended: `proved` when every check passed that was not skipped, `refused` for a reason that waiting
 * does not cure, `not-proved-in-time` when the last reason may resolve after propagation, `undecided` when no answer came
 * that only Exchange Online for this tenant could give, `consent-pending` when an administrator of another tenant has to
 * consent first.
 */
export type Verdict = "proved" | "refused" | "not-proved-in-time" | "undecided" | "consent-pending";

/** The result of a verification. Nothing in it is secret. */
export interface Verification {
    readonly verdict: Verdict;
    /** Every check of the last attempt, in the order of the ladder. */
    readonly checks: readonly Check[];
    /** How many attempts were made, at least 1. */
    readonly attempts: number;
    /** How long it took, in milliseconds. */
    readonly durationMs: number;
    /** What the token of the last attempt holds; undefined when its check did not pass. */
    readonly rights: TokenRights | undefined;
}

/** What a token for Exchange Online holds, as Microsoft Entra signed it. */
export interface TokenRights {
    readonly tenantId: string;
    readonly clientId: string;
    /** The claim `roles`: application permissions of Exchange Online. */
    readonly roles: readonly string[];
    /** The claim `wids`: template ids of built-in directory roles that hold for the whole tenant. */
    readonly wids: readonly string[];
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
        const sender = new Sender(signal, AbortSignal.timeout(deadline - clock.now().getTime() + lastAttemptMs));
        const { send = sender.send } = options;
        let rights: TokenRights | undefined;
        try {
            const task = new Attempt({ candidate, credential, options, send, now: () => clock.now() });
            for await (const check of climb(plan, task)) {
                checks.push(check);
                onEvent?.({ type: "check", attempt, check });
            }
            rights = await rightsIn(checks, task);
        } finally {
            sender.close();
        }
        const end = (verdict: Verdict): Verification => ({
            verdict,
            checks,
            attempts: attempt,
            durationMs: clock.now().getTime() - started,
            rights,
        });

        if (checks.some(({ result }) => result === "failed")) {
            return end("refused");
        }
        const unfinished: Verdict = checks.some(({ result }) => result === "undecided")
            ? "undecided"
            : "not-proved-in-time";
        const waitingFor = checks.find(mayResolve);
        if (waitingFor === undefined) {
            return end(unfinished === "undecided" ? "undecided" : "proved");
        }
        if (waitingFor.isConsentPending === true && "schemaVersion" in candidate && isConsentPending(candidate)) {
            return end("consent-pending");
        }
        const remainingMs = deadline - clock.now().getTime();
        const retryAfterMs = Math.max(...checks.map((check) => check.retryAfterMs ?? 0));
        if (remainingMs <= 0 || retryAfterMs > remainingMs) {
            return end(waitingFor.isConsentPending === true ? "consent-pending" : unfinished);
        }
        const { id, isTransient = false } = waitingFor;
        const patience = plan.find((planned) => planned.id === id)?.rung.patience;
        const pause = pauses.next(id, patience, isTransient, Math.random());
        const pauseMs = Math.min(Math.max(pause, retryAfterMs), remainingMs);
        onEvent?.({ type: "pause", attempt, waitingFor, pauseMs, remainingMs });
        await clock.sleep(pauseMs, signal);
    }
}

async function rightsIn(checks: readonly Check[], task: Attempt): Promise<TokenRights | undefined> {
    const result = checks.find(({ id }) => id === "token")?.result;
    if (result !== "passed" && result !== "warning") {
        return undefined;
    }
    const { tid, appid, roles, wids } = claimsOf(await task.accessToken());
    return { tenantId: tid, clientId: appid, roles, wids };
}

/** Why nothing can rest on a check; undefined when something can. */
function endOf({ result, isTransient = false }: Finding): string | undefined {
    switch (result) {
        case "failed":
            return "failed";
        case "waiting":
            return "is waiting";
        case "undecided":
            // What was answered, but cannot be judged, does not keep the others from an answer of their own.
            return isTransient ? "is undecided" : undefined;
        default:
            return undefined;
    }
}

/** Whether another attempt may end otherwise. */
function mayResolve({ result, isTransient }: Check): boolean {
    return result === "waiting" || (result === "undecided" && isTransient === true);
}

/** Makes each planned check: what rests on one that does not hold is skipped, with the reason. */
async function* climb(plan: readonly PlannedCheck[], attempt: Attempt): AsyncGenerator<Check> {
    let blocked: string | undefined;
    for (const { id, title, rung, subject } of plan) {
        const finding: Finding = blocked === undefined ? await rung.check(attempt, subject) : skipped(blocked);
        yield { id, title, ...finding };
        const ended = endOf(finding);
        if (ended !== undefined && rung.standsAlone !== true) {
            blocked = `not tried, because "${title}" ${ended}`;
        }
    }
}
