import type { Assumption, Finding } from "./assumption";

/** How one step of the story ended. */
export interface StepResult {
    readonly title: string;
    readonly passed: boolean;
    readonly seconds: number;
    /** Of a step that failed: why. */
    readonly reason?: string;
}

/** What was found of one assumption. */
export type AssumptionResult = Pick<Assumption, "id" | "statement" | "statedIn"> & Finding;

/** What a run found: fit to be published, as it names no tenant, person or key. */
export interface AcceptanceReport {
    readonly schemaVersion: 1;
    /** `local` for a tenant on this machine, else the cloud. */
    readonly tenant: string;
    readonly versions: Readonly<Record<string, string>>;
    readonly steps: readonly StepResult[];
    readonly assumptions: readonly AssumptionResult[];
    /** What the run could not remove, for a person to look at. */
    readonly left: readonly string[];
}

/** The report for people. */
export function text({ steps, assumptions, left }: AcceptanceReport): string {
    const count = (verdict: Finding["verdict"]): number =>
        assumptions.filter((assumption) => assumption.verdict === verdict).length;
    return [
        ...steps.map(({ title, passed, seconds, reason }) =>
            [
                `${passed ? "passed" : "FAILED"}  ${title} (${seconds} s)`,
                ...(reason === undefined ? [] : [reason]),
            ].join("\n"),
        ),
        "",
        ...assumptions.map(({ id, verdict, evidence }) => `${verdict.padEnd(9)}  ${id}: ${evidence}`),
        "",
        `${steps.filter(({ passed }) => passed).length} of ${steps.length} steps passed; assumptions: ${count("confirmed")} confirmed, ${count("refuted")} refuted, ${count("not tried")} not tried`,
        ...left.map((what) => `left in the tenant: ${what}`),
    ].join("\n");
}
