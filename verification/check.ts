/** The rungs of the ladder, in their order. */
export const checkIds = [
    "connection",
    "certificate",
    "sign-in",
    "token",
    "permission",
    "directory-roles",
    "exchange",
] as const;

/** Names a rung of the ladder. */
export type CheckId = (typeof checkIds)[number];

/** What people call each rung. */
export const checkTitles: Readonly<Record<CheckId, string>> = {
    connection: "Connection",
    certificate: "Certificate",
    "sign-in": "Sign-in",
    token: "Token",
    permission: "Permission",
    "directory-roles": "Directory roles",
    exchange: "Exchange Online",
};

/**
 * How a rung ended: `waiting` is a refusal that may pass with time, `failed` one that will not, `skipped` means that it
 * was not tried or does not apply.
 */
export type CheckResult = "passed" | "waiting" | "failed" | "skipped";

/** One rung of the ladder, tried once. No text in it holds a secret. */
export interface Check {
    readonly id: CheckId;
    readonly result: CheckResult;
    /** What was seen, or why it was skipped. */
    readonly seen: string;
    /** What to do; there whenever the result is `waiting` or `failed`. */
    readonly remedy?: string;
    /** How long the service asked not to be called again, in milliseconds (`Retry-After`). */
    readonly retryAfterMs?: number | undefined;
}

/** Why a rung does not hold. */
export interface Refusal {
    readonly seen: string;
    readonly remedy: string;
    readonly mayPassWithTime: boolean;
    /** `Retry-After`, in milliseconds. */
    readonly retryAfterMs?: number | undefined;
}

/** A rung that holds. */
export function passed(id: CheckId, seen: string): Check {
    return { id, result: "passed", seen };
}

/** A rung that was not tried, or does not apply. */
export function skipped(id: CheckId, reason: string): Check {
    return { id, result: "skipped", seen: reason };
}

/** A rung that does not hold: `waiting` when that may pass with time, else `failed`. */
export function refused(id: CheckId, { seen, remedy, mayPassWithTime, retryAfterMs }: Refusal): Check {
    return { id, result: mayPassWithTime ? "waiting" : "failed", seen, remedy, retryAfterMs };
}

/** Whether the ladder ends at this rung. */
export function blocks(check: Check): boolean {
    return check.result === "waiting" || check.result === "failed";
}
