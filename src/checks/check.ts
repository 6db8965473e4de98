/**
 * How a check ended: `warning` holds and needs attention, `waiting` is a refusal that may resolve after propagation,
 * `failed` one that will not, `undecided` means that no answer could be judged, `skipped` that it was not tried or
 * does not apply.
 */
export type CheckResult = "passed" | "warning" | "waiting" | "undecided" | "failed" | "skipped";

/** What a check found. No text in it holds a secret. */
export interface Outcome {
    readonly result: CheckResult;
    /** What was found; of a skipped check, why it was skipped. */
    readonly evidence: string;
    /** What to do, in whole sentences; present whenever the result is neither `passed` nor `skipped`. */
    readonly remedy?: string | undefined;
}

/** One check, made once: of a verification, a preflight, a repair or a delivery. */
export interface Check extends Outcome {
    /** What people call it. */
    readonly title: string;
}

/** Why a check does not hold. */
export interface Refusal {
    readonly evidence: string;
    readonly remedy: string;
    readonly mayPassWithTime: boolean;
    /** `Retry-After`, in milliseconds. */
    readonly retryAfterMs?: number | undefined;
    /** Whether the service was only busy or the connection broken: worth another try soon. */
    readonly isTransient?: boolean | undefined;
    /** Whether an administrator's consent is what is missing. */
    readonly lacksConsent?: boolean | undefined;
    /** Whether the answer cannot be judged: neither a yes nor a no of the service. */
    readonly isUndecided?: boolean | undefined;
}

export function passed(evidence: string): Outcome {
    return { result: "passed", evidence };
}

export function warning(evidence: string, remedy: string): Outcome {
    return { result: "warning", evidence, remedy };
}

export function undecided(evidence: string, remedy: string): Outcome {
    return { result: "undecided", evidence, remedy };
}

export function failed(evidence: string, remedy: string | undefined): Outcome {
    return { result: "failed", evidence, remedy };
}

export function skipped(reason: string): Outcome {
    return { result: "skipped", evidence: reason };
}
