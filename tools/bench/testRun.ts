import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "../sandbox/projectFolder";

/** A test that the bench runs with more seeds, and that adds a line of JSON for each of its runs to a file. */
export interface MeasuredTest {
    /** Its file, in the project. */
    readonly file: string;
    readonly jestOptions?: readonly string[];
    /** Variables that tell it how many runs. */
    readonly env: Readonly<Record<string, string>>;
    /** The variable that names the file to add to. */
    readonly reportVariable: string;
    /** Whether what jest prints of the tests is shown too. @default only what it prints on standard error */
    readonly isShown?: boolean;
}

/** Runs a test, and returns whether it passed, and what it reports of each run. */
export function runMeasuredTest(test: MeasuredTest): { readonly passed: boolean; readonly runs: readonly unknown[] } {
    const { file, jestOptions = [], env, reportVariable, isShown = false } = test;
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        const report = path.join(folder, "report.jsonl");
        const jest = path.join(projectFolder, "node_modules", "jest", "bin", "jest.js");
        const { status } = spawnSync(process.execPath, [jest, file, ...jestOptions], {
            cwd: projectFolder,
            env: { ...process.env, ...env, [reportVariable]: report },
            stdio: ["ignore", isShown ? "inherit" : "ignore", "inherit"],
        });
        const lines = readFileSync(report, "utf8").trim().split("\n");
        return { passed: status === 0, runs: lines.map((line) => JSON.parse(line) as unknown) };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
