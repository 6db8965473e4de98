import { readFileSync } from "node:fs";
import path from "node:path";
import { resultFile, type ComponentRuns, type Instances } from "./componentRuns";
import type { Figure } from "./main";
import type { BenchProject } from "./project";

/** What the components cost: against a flat program that makes the same resources, and in numbers. */
export function components(project: BenchProject): Figure[] {
    project.npm("run", "sandbox", "--", "node", path.join("dist", "tools", "bench", "componentRuns.js"));
    const runs = JSON.parse(readFileSync(path.join(project.folder, resultFile), "utf8")) as ComponentRuns;
    const { flat, component, destroySeconds, instances } = runs;
    // The fastest runs: whatever else this machine does makes them only slower.
    const more = (of: "updateSeconds" | "previewSeconds"): number =>
        (Math.min(...component[of]) / Math.min(...flat[of]) - 1) * 100;
    const [one, ...several] = instances as [Instances, ...Instances[]];
    const perLogin = several.map(({ count, seconds, megabytes }) => ({
        count,
        seconds: (seconds - one.seconds) / (count - 1),
        megabytes: (megabytes - one.megabytes) / (count - 1),
    }));
    const secondsOf = (wanted: number): number => perLogin.find(({ count }) => count === wanted)?.seconds ?? NaN;
    return [
        {
            what: "more calls of providers than a flat program, first update",
            value: component.calls - flat.calls,
            unit: "",
            limit: 2,
        },
        { what: "more time than a flat program, first update", value: more("updateSeconds"), unit: "%", limit: 10 },
        { what: "more time than a flat program, preview", value: more("previewSeconds"), unit: "%", limit: 5 },
        { what: "destroy, in one wave of 20 seconds", value: destroySeconds, unit: "s", limit: 25 },
        ...perLogin.flatMap(({ count, seconds, megabytes }): Figure[] => [
            {
                what: `each further login of ${count} in one program, first update`,
                value: seconds,
                unit: "s",
                limit: 1,
            },
            {
                what: "memory of the program's process for it",
                value: megabytes,
                unit: "MB",
                // V8 takes memory in steps, which the first few logins pay for all.
                limit: count < 25 ? 40 : 10,
            },
        ]),
        {
            what: "time of each further login of 50, against 25",
            value: (secondsOf(50) / secondsOf(25)) * 100,
            unit: "%",
            limit: 150,
        },
    ];
}
