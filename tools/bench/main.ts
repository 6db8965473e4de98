import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { auditPage } from "./auditPage";
import { auditReading } from "./auditReading";
import { components } from "./components";
import { BenchProject } from "./project";
import { promotions } from "./promotion";
import { renewalsUnderTrouble } from "./renewals";
import { tenantStart } from "./tenant";
import { tenantUnderLoad } from "./tenantUnderLoad";
import { troubleSeeds } from "./trouble";
import { verifications, verificationsUnderTrouble } from "./verification";

/** One figure: what was measured, how much it was, and what it may be. */
export interface Figure {
    readonly what: string;
    readonly value: number;
    readonly unit: "s" | "ms" | "MB" | "%" | "";
    readonly limit: number;
}

async function main(): Promise<void> {
    const { values } = parseArgs({
        options: {
            cold: { type: "boolean" },
            tests: { type: "boolean" },
            seeds: { type: "string" },
            verifications: { type: "string" },
            renewals: { type: "string" },
            promotion: { type: "string" },
            kills: { type: "string" },
        },
    });
    console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}`);

    if (values.seeds !== undefined) {
        process.exitCode = troubleSeeds(Number(values.seeds)) ? 0 : 1;
        return;
    }
    if (values.verifications !== undefined) {
        process.exitCode = verificationsUnderTrouble(Number(values.verifications)) ? 0 : 1;
        return;
    }
    if (values.renewals !== undefined) {
        process.exitCode = renewalsUnderTrouble(Number(values.renewals)) ? 0 : 1;
        return;
    }
    if (values.promotion !== undefined || values.kills !== undefined) {
        process.exitCode = promotions(Number(values.promotion ?? 0), Number(values.kills ?? 0)) ? 0 : 1;
        return;
    }
    for (const figure of [...auditReading(), ...(await auditPage())]) {
        show(figure);
    }
    show(await tenantStart());
    for (const figure of [...(await verifications()), ...(await tenantUnderLoad())]) {
        show(figure);
    }
    const project = BenchProject.create();
    try {
        if (values.cold) {
            show({
                what: "npm start, pulumi built from Go on empty caches",
                value: project.coldStart(),
                unit: "s",
                limit: 420,
            });
        }
        show({
            what: "npm start, warm caches, new tenant and stack",
            value: project.npm("start"),
            unit: "s",
            limit: 15,
        });
        show({ what: "npm start again, nothing to change", value: project.npm("start"), unit: "s", limit: 8 });
        for (const figure of [...project.previews(), ...components(project)]) {
            show(figure);
        }
        if (values.tests) {
            show({ what: "npm test, warm", value: project.npm("test"), unit: "s", limit: 240 });
        }
    } finally {
        project.remove();
    }
    console.log("not run unless asked: --cold (builds pulumi again, minutes and 270 MB), --tests (the whole suite)");
    console.log("by itself: --seeds 50 (the program in a tenant that makes trouble, 20 minutes)");
    console.log("by itself: --verifications 500 (the proof in a tenant that makes trouble, 15 minutes)");
    console.log("by itself: --renewals 50 (whole renewals in a tenant that makes trouble, half an hour)");
    console.log("by itself: --promotion 200 --kills 50 (many tenants in one process, hours on two cores)");
}

function show({ what, value, unit, limit }: Figure): void {
    const verdict = value <= limit ? "ok" : "TOO MUCH";
    console.log(
        `${value.toFixed(unit === "MB" ? 0 : 2).padStart(8)} ${unit.padEnd(2)}  of at most ${String(limit).padEnd(4)} ${verdict.padEnd(8)}  ${what}`,
    );
    if (value > limit) {
        process.exitCode = 1;
    }
}

void main();
