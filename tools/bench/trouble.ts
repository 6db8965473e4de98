import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "../sandbox/projectFolder";

/** What the test of the program under trouble reports of one run. */
interface Run {
    readonly name: string;
    readonly seed: number;
    readonly seconds: number;
    readonly attempts: number;
    readonly repairs: number;
    readonly lost: readonly { readonly tag: string; readonly kind: string; readonly id: string }[];
}

/**
 * Runs tests/program/trouble.test.ts with that many seeds and prints what each run lost and repaired, by ownership tag.
 * @returns whether every run passed
 */
export function troubleSeeds(seeds: number): boolean {
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        const report = path.join(folder, "report.jsonl");
        const jest = path.join(projectFolder, "node_modules", "jest", "bin", "jest.js");
        // Most of a run is waiting: more of them side by side than there are cores.
        const { status } = spawnSync(
            process.execPath,
            [jest, "tests/program/trouble.test.ts", "--maxConcurrency", "4"],
            {
                cwd: projectFolder,
                env: { ...process.env, TROUBLE_SEEDS: String(seeds), TROUBLE_REPORT: report },
                stdio: ["ignore", "inherit", "inherit"],
            },
        );
        const runs = readFileSync(report, "utf8")
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line) as Run);
        for (const { name, seed, seconds, attempts, repairs, lost } of runs.sort((a, b) => a.seed - b.seed)) {
            const losses = lost.map(({ tag, kind, id }) => `\n           lost: ${kind} ${id} (${tag})`).join("");
            console.log(`${seconds} s, ${attempts} commands, ${repairs} repairs  ${name}:${seed}${losses}`);
        }
        const lost = runs.flatMap((run) => run.lost);
        const repairs = runs.reduce((sum, run) => sum + run.repairs, 0);
        console.log(
            `${runs.length} runs, ${lost.length} objects lost, ${repairs} times repaired by exo-unattended repair`,
        );
        return status === 0;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
