import { runMeasuredTest } from "./testRun";

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
    const { passed, ...report } = runMeasuredTest({
        file: "tests/program/trouble.test.ts",
        // Most of a run is waiting: more of them side by side than there are cores.
        jestOptions: ["--maxConcurrency", "4"],
        env: { TROUBLE_SEEDS: String(seeds) },
        reportVariable: "TROUBLE_REPORT",
        isShown: true,
    });
    const runs = report.runs as readonly Run[];
    for (const { name, seed, seconds, attempts, repairs, lost } of runs.toSorted((a, b) => a.seed - b.seed)) {
        const losses = lost.map(({ tag, kind, id }) => `\n           lost: ${kind} ${id} (${tag})`).join("");
        console.log(`${seconds} s, ${attempts} commands, ${repairs} repairs  ${name}:${seed}${losses}`);
    }
    const lost = runs.flatMap((run) => run.lost);
    const repairs = runs.reduce((sum, run) => sum + run.repairs, 0);
    console.log(`${runs.length} runs, ${lost.length} objects lost, ${repairs} times repaired by exo-unattended repair`);
    return passed;
}
