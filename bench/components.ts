import { readFileSync } from "node:fs";
import path from "node:path";
import { resultFile, type ComponentRuns } from "./componentRuns";
import type { Figure } from "./main";
import { median, type BenchProject } from "./project";

/** What the components cost: against a flat program that makes the same resources, and in numbers. */
export function components(project: BenchProject): Figure[] {
    project.npm("run", "sandbox", "--", "node", "dist/bench/componentRuns.js");
    const runs = JSON.parse(readFileSync(path.join(project.folder, resultFile), "utf8")) as ComponentRuns;
    const { flat, component, destroySeconds, instances } = runs;
    const more = (of: "updateSeconds" | "previewSeconds"): number =>
        (median(component[of]) / median(flat[of]) - 1) * 100;
    const [one, ...several] = instances as [ComponentRuns["instances"][0], ...ComponentRuns["instances"]];
    const perLogin = several.map(({ count, seconds, megabytes }) => ({
        count,
        seconds: (seconds - one.seconds) / (count - 1),
        megabytes: (megabytes - one.megabytes) / (count - 1),
    }));
    return [
        {
            what: "more calls of providers than a flat program, first update",
            value: component.calls - flat.calls,
            unit: "",
            limit: 2,
        },
        { what: "more time than a flat program, first update", value: more("updateSeconds"), unit: "%", limit: 10 },
        { what: "more time than a flat program, preview", value: more("previewSeconds"), unit: "%", limit: 10 },
        { what: "destroy, in one wave of 20 seconds", value: destroySeconds, unit: "s", limit: 25 },
        ...perLogin.flatMap(({ count, seconds, megabytes }): Figure[] => [
            {
                what: `each further login of ${count} in one program, first update`,
                value: seconds,
                unit: "s",
                limit: 1,
            },
            { what: "memory of the program's process for it", value: megabytes, unit: "MB", limit: 5 },
        ]),
    ];
}
