import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { readableProperties } from "../../../access/readableProperties";
import { audit, type AuditInput } from "../../../audit/audit";
import { auditFormats } from "../../../audit/formats";
import { parseGateConditions } from "../../../audit/gate";
import { parseWaivers } from "../../../audit/waivers";
import { decodeText } from "../../../certificate/decodeText";
import { writeFiles } from "../../../delivery/writeFiles";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { readInput } from "../../../files/readInput";
import { readDocument } from "../../../pulumi/documents/readDocument";
import { readStackDocuments } from "../../../pulumi/documents/readStack";
import type { StackDocument } from "../../../pulumi/documents/step";
import type { StackOptions } from "../../../pulumi/run";
import { colorsFor, lineWidth } from "../../terminal/terminal";
import type { AuditReport } from "../../../audit/report";
import type { AuditCommandOptions } from "./command";
import { auditDrift, checkDriftOptions } from "./drift";

export async function run(
    files: readonly string[],
    options: AuditCommandOptions,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const { base = [], failOn = [], waivers, now, stack, cwd } = options;
    checkDriftOptions(files, options);
    if (files.length === 0 && stack === undefined) {
        throw new UserError("nothing to audit: give files that Pulumi wrote, or --stack <name>");
    }
    if ([...files, ...base].filter((path) => path === "-").length > 1) {
        throw new UserError("standard input can be read once: give - once");
    }
    const { output } = options;
    if (output !== undefined && [...files, ...base, waivers ?? "-"].map(resolved).includes(resolved(output))) {
        throw new UserError(`--output: the report would replace ${output}, which is read`, "Give another file.");
    }
    const conditions = parseGateConditions(failOn);
    const time = timeOf(now);
    const entries = waivers === undefined ? undefined : await readWaivers(waivers);
    const judging = { now: time, failOn: conditions, ...(entries === undefined ? {} : { waivers: entries }) };
    if (options.drift === true) {
        return auditDrift(options, judging, signal, (report) => write(report, options));
    }
    // Events live for one line each. V8 would let its young generation grow by 100 MB for them, and gain no time.
    setFlagsFromString("--semi-space-growth-factor=1");
    const documents = [
        ...(stack === undefined ? [] : await documentsOf({ stack, cwd, signal })),
        ...(await readAll(files, signal)),
    ];
    return write(
        audit({ documents, ...judging, ...(base.length === 0 ? {} : { base: await readAll(base, signal) }) }),
        options,
    );
}

function write(report: AuditReport, { format, output }: AuditCommandOptions): ExitStatus {
    const render = auditFormats[format];
    if (output === undefined) {
        const { stdout } = process;
        process.stdout.write(
            render(report, { columns: lineWidth(stdout), colored: colorsFor(stdout).isColorSupported }),
        );
    } else {
        writeFiles([{ path: output, content: render(report), mode: 0o644 }], { force: true });
    }
    return report.verdict.exitStatus === 0 ? ExitStatus.Success : ExitStatus.Refused;
}

async function documentsOf(stack: StackOptions): Promise<readonly StackDocument[]> {
    const { preview, state } = await readStackDocuments(stack, readableProperties);
    return [preview, state];
}

/** One name for each file, however it is written. */
function resolved(path: string): string {
    try {
        return path === "-" ? path : realpathSync(path);
    } catch {
        return resolve(path);
    }
}

/** One after the other: an event log may be large. */
async function readAll(paths: readonly string[], signal: AbortSignal): Promise<StackDocument[]> {
    const documents: StackDocument[] = [];
    for (const path of new Map(paths.map((one) => [resolved(one), one])).values()) {
        documents.push(await readDocument(path, { properties: readableProperties, stdin: process.stdin, signal }));
    }
    return documents;
}

async function readWaivers(file: string): Promise<NonNullable<AuditInput["waivers"]>> {
    return { file, entries: await parseWaivers(decodeText(readInput(file)), file) };
}

/** ISO 8601 in UTC and whole seconds. */
function timeOf(given: string | undefined): string {
    const time = given === undefined ? new Date() : new Date(given);
    if (Number.isNaN(time.getTime()) || (given !== undefined && !isIso8601(given))) {
        throw new UserError(
            `--now: is not a time (got ${given ?? ""})`,
            "Give for example 2026-11-26 or 2026-11-26T08:00:00Z.",
        );
    }
    return time.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** JavaScript takes 30 February for 2 March. */
function isIso8601(text: string): boolean {
    const [, day] = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.exec(text) ?? [];
    return day !== undefined && new Date(day).toISOString().startsWith(day);
}
