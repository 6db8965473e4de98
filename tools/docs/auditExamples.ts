import { spawnSync } from "node:child_process";
import path from "node:path";
import type { AuditFormatName } from "../../src/audit/formats/names";
import { betweenMarkers } from "./markers";

/** The preview of the demo stack with one more role and a certificate for its renewal, as `examples/audit/README.md` says. */
export const auditExampleFolder = "examples/audit";

/** The file with the example of each format. */
export const auditExampleFiles: Readonly<Record<AuditFormatName, string>> = {
    table: "report.txt",
    json: "report.json",
    markdown: "report.md",
    sarif: "report.sarif",
    junit: "report.xml",
    html: "report.html",
};

/** What the built command prints in that format. */
export function auditExample(projectFolder: string, format: AuditFormatName): string {
    const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [
            path.join(projectFolder, "dist", "src", "cli", "main.js"),
            ...["audit", "preview.json", "--fail-on", "broadening", "--now", "2026-11-27", "--format", format],
        ],
        {
            cwd: path.join(projectFolder, auditExampleFolder),
            encoding: "utf8",
            env: { ...process.env, COLUMNS: "80", NO_COLOR: "1", FORCE_COLOR: undefined },
        },
    );
    if (status !== 1) {
        throw new Error(`the audit of ${auditExampleFolder} ended with ${String(status)}: ${stderr}`);
    }
    return stdout;
}

/** The page with the table of the example between its markers. */
export function withAuditExample(page: string, projectFolder: string): string {
    const table = auditExample(projectFolder, "table").trimEnd();
    return betweenMarkers(page, "example", `\n\`\`\`text\n${table}\n\`\`\`\n\n`);
}
