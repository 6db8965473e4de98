import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "../sandbox/projectFolder";

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
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        const report = path.join(folder, "report.jsonl");
        const jest = path.join(projectFolder, "node_modules", "jest", "bin", "jest.js");
        const { status } = spawnSync(process.execPath, [jest, "--silent", "tests/renewal/trouble.test.ts"], {
            cwd: projectFolder,
            env: {
                ...process.env,
                RENEWAL_SEEDS: String(seeds),
                RENEWAL_TRY_EVERY_MS: "1000",
                RENEWAL_REPORT: report,
            },
            stdio: ["ignore", "ignore", "inherit"],
        });
        const runs = readFileSync(report, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as Run);
        for (const { name, seed, cpuSeconds, days, tries, commands, interruptions } of runs) {
            console.log(
                `${cpuSeconds} s of CPU, ${days.toFixed(1)} days of the tenant, ${commands} commands, ${interruptions} of ${tries} sign-ins refused  ${name}:${seed}`,
            );
        }
        return status === 0;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
