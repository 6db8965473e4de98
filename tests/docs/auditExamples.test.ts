import { readFileSync } from "node:fs";
import path from "node:path";
import { auditFormatNames } from "../../src/audit/formats/names";
import { auditExampleFiles, auditExampleFolder, auditExamples, withAuditExample } from "../../tools/docs/auditExamples";

const project = path.resolve(__dirname, "../..");
const read = (...names: string[]): string => readFileSync(path.join(project, ...names), "utf8");

describe("the example of an audit", () => {
    it.each(auditFormatNames)("is what the audit of its preview is in the format %s", (format) => {
        expect(auditExamples(project)[format]).toBe(read(auditExampleFolder, auditExampleFiles[format]));
    });

    it("is shown by docs/audit.md", () => {
        const page = read("docs", "audit.md");
        expect(page).toBe(withAuditExample(page, project));
    });
});
