/** Something that was looked at before an update. */
export interface PreflightCheck {
    readonly title: string;
    /** `failed` stands in the way; `skipped` could not be looked at, or does not apply. */
    readonly result: "passed" | "failed" | "skipped";
    /** What was seen, or why it was skipped. */
    readonly evidence: string;
    /** What to do; there whenever the result is `failed`. */
    readonly remedy?: string;
}

/** What {@link PreflightCheck} says without its title. */
export type Outcome = Omit<PreflightCheck, "title">;

export function passed(evidence: string): Outcome {
    return { result: "passed", evidence };
}

export function failed(evidence: string, remedy: string): Outcome {
    return { result: "failed", evidence, remedy };
}

export function skipped(evidence: string): Outcome {
    return { result: "skipped", evidence };
}
