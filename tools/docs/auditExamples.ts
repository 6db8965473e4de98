import { readFileSync } from "node:fs";
import path from "node:path";
import { readableProperties } from "../../src/access/readableProperties";
import { audit } from "../../src/audit/audit";
import { auditFormats } from "../../src/audit/formats";
import type { AuditFormatName } from "../../src/audit/formats/names";
import { readDocumentText } from "../../src/pulumi/documents/readDocument";
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

/** The example in each format, as the command of `examples/audit/README.md` prints it. */
export function auditExamples(projectFolder: string): Readonly<Record<AuditFormatName, string>> {
    const source = "preview.json";
    const text = readFileSync(path.join(projectFolder, auditExampleFolder, source), "utf8");
    const report = audit({
        documents: [readDocumentText(source, text, readableProperties)],
        now: "2026-11-27T00:00:00Z",
        failOn: ["broadening"],
    });
    return Object.fromEntries(Object.entries(auditFormats).map(([name, format]) => [name, format(report)])) as Record<
        AuditFormatName,
        string
    >;
}

/** The page with the table of the example between its markers. */
export function withAuditExample(page: string, projectFolder: string): string {
    const table = auditExamples(projectFolder).table.trimEnd();
    return betweenMarkers(page, "example", `\n\`\`\`text\n${table}\n\`\`\`\n\n`);
}
