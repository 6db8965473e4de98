import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { projectFolder } from "../sandbox/projectFolder";
import type { Figure } from "./main";

const main = path.join(projectFolder, "dist/src/cli/main.js");
const megabyte = 2 ** 20;

/** `exo-unattended audit` as a process: of one preview, of a thousand, and of an event log of 200 MB. */
export function auditReading(): readonly Figure[] {
    const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-bench-"));
    try {
        const preview = recorded("broaden.preview.json.gz");
        const previews = Array.from({ length: 1_000 }, (_, index) => {
            const file = path.join(folder, `${index}.json`);
            writeFileSync(file, preview.replaceAll("urn:pulumi:test::", `urn:pulumi:stack-${index}::`));
            return file;
        });
        const log = path.join(folder, "events.jsonl");
        writeEventLog(log, 200 * megabyte);
        const start = run(folder, ["--version"]).seconds;
        const one = run(folder, ["audit", ...previews.slice(0, 1)]);
        const thousand = run(folder, ["audit", ...previews]);
        const events = run(folder, ["audit", log]);
        return [
            {
                what: "audit of one preview, after the command's start",
                value: (one.seconds - start) * 1000,
                unit: "ms",
                limit: 300,
            },
            { what: "audit of 1,000 previews", value: thousand.seconds, unit: "s", limit: 20 },
            { what: "memory of the process for it", value: thousand.megabytes, unit: "MB", limit: 300 },
            { what: "audit of an event log of 200 MB", value: events.seconds, unit: "s", limit: 20 },
            { what: "memory of the process for it", value: events.megabytes, unit: "MB", limit: 250 },
        ];
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** A recorded preview's events again and again, of 500 logins in turn. */
function writeEventLog(file: string, bytes: number): void {
    const [prelude = "", ...events] = recorded("broaden.events.jsonl.gz").trimEnd().split("\n");
    const steps = events.filter((event) => event.includes("resourcePreEvent")).join("\n");
    const ending = events.filter((event) => /"summaryEvent"|"cancelEvent"/.test(event)).join("\n");
    const output = openSync(file, "w");
    try {
        let written = writeSync(output, `${prelude}\n`);
        for (let round = 0; written < bytes; round += 1) {
            written += writeSync(output, `${steps.replaceAll("::exo", `::exo${round % 500}`)}\n`);
        }
        writeSync(output, `${ending}\n`);
    } finally {
        closeSync(output);
    }
}

function recorded(name: string): string {
    return gunzipSync(readFileSync(path.join(projectFolder, "tests/audit/documents", name))).toString("utf8");
}

function run(folder: string, args: readonly string[]): { readonly seconds: number; readonly megabytes: number } {
    const peak = path.join(folder, "peak");
    const probe = path.join(folder, "probe.cjs");
    writeFileSync(
        probe,
        `process.on("exit", () =>
            require("node:fs").writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
    );
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--require", probe, main, ...args], {
        encoding: "utf8",
        maxBuffer: 2 ** 30,
    });
    if (status !== 0) {
        throw new Error(`exo-unattended ${args[0] ?? ""} ended with ${status ?? "a signal"}: ${stderr}`);
    }
    return { seconds: (performance.now() - started) / 1000, megabytes: Number(readFileSync(peak, "utf8")) / 1024 };
}
