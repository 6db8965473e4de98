import { runMeasuredTest } from "./testRun";

/** What tests/renewal/trouble.test.ts reports of one renewal. */
interface Run {
    readonly name: string;
    readonly seed: number;
    /** Of the whole process, the tenant included. */
    readonly cpuSeconds: number;
    /** By the tenant's clock. */
    readonly days: number;
    readonly tries: number;
    readonly commands: number;
    readonly interruptions: number;
}

/**
 * Runs that many renewals in tenants that make trouble, and tries the delivered certificate each second of their clocks
 * while a renewal runs and for two minutes afterwards.
 * @returns whether all ended, and the delivered certificate always worked
 */
export function renewalsUnderTrouble(seeds: number): boolean {
    const { passed, runs } = runMeasuredTest({
        file: "tests/renewal/trouble.test.ts",
        jestOptions: ["--silent"],
        env: { RENEWAL_SEEDS: String(seeds), RENEWAL_TRY_EVERY_MS: "1000" },
        reportVariable: "RENEWAL_REPORT",
    });
    for (const { name, seed, cpuSeconds, days, tries, commands, interruptions } of runs as readonly Run[]) {
        console.log(
            `${cpuSeconds} s of CPU, ${days.toFixed(1)} days of the tenant, ${commands} commands, ${interruptions} of ${tries} sign-ins refused  ${name}:${seed}`,
        );
    }
    return passed;
}
