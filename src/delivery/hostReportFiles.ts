import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { decodeText } from "../certificate/decodeText";
import { readThumbprint } from "../certificate/thumbprint";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import { systemReason } from "../files/systemReason";
import { hostReportVersion, type HostReport } from "./hostReport";
import { writeFiles } from "./writeFiles";

const schema = z.object({
    schemaVersion: z.literal(hostReportVersion),
    host: z.string().min(1),
    clientId: z.string().min(1),
    thumbprint: z
        .string()
        .transform((text) => readThumbprint(text) ?? text)
        .refine((text) => /^[0-9A-F]{40}$/.test(text)),
    at: z.iso.datetime(),
    by: z.string(),
});

/**
 * The reports of a folder: its files whose names end in `.json`.
 * @throws UserError when the folder or a file cannot be read, or a file is not a report: a machine that lags must not be
 * left out
 */
export function readHostReports(folder: string): HostReport[] {
    return namesIn(folder)
        .filter((name) => name.endsWith(".json"))
        .toSorted()
        .map((name) => readHostReport(join(folder, name)));
}

function namesIn(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch (error) {
        throw new UserError(`${folder}: ${systemReason(error, { ENOENT: "no such folder", ENOTDIR: "not a folder" })}`);
    }
}

function readHostReport(file: string): HostReport {
    try {
        const { host, clientId, thumbprint, at, by } = schema.parse(JSON.parse(decodeText(readInput(file))));
        return { host, clientId, thumbprint, at, by };
    } catch (error) {
        if (error instanceof UserError) {
            throw error;
        }
        throw new UserError(
            `${file}: is not a report of a machine: ${wrongIn(error)}`,
            "Remove it from the folder, or let the machine write it again.",
        );
    }
}

/** What is wrong, without any of the file's texts. */
function wrongIn(error: unknown): string {
    const path = error instanceof z.ZodError ? (error.issues[0]?.path ?? []) : undefined;
    if (path === undefined) {
        return "not JSON";
    }
    return path.length === 0 ? "not an object" : `"${path.join(".")}" is missing or wrong`;
}

/**
 * Writes what this machine reports of itself; its earlier report is replaced whole or not at all.
 * @param by a name that is also part of the file's name
 * @throws UserError when it cannot be written
 */
export function writeHostReport(folder: string, report: Omit<HostReport, "host" | "by">, by: string): void {
    const host = hostname();
    const path = join(folder, `${fileName(host)}.${fileName(report.clientId)}.${fileName(by)}.json`);
    const content = `${JSON.stringify({ schemaVersion: hostReportVersion, host, ...report, by }, undefined, 4)}\n`;
    writeFiles([{ path, content, mode: 0o644 }], { force: true });
}

const fileName = (text: string): string => text.replaceAll(/[^A-Za-z0-9-]+/g, "-");
