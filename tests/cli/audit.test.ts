import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AuditReport } from "../../src/audit/report";
import { documentPath, documentText, now } from "../audit/support";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended } from "./support";

let folder: string;
beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const audit = (...args: string[]) => inThisProcess(["audit", "--now", now, ...args]);
const broaden = documentPath("broaden.preview.json");

describe("exo-unattended audit", () => {
    it("shows the access first and the verdict last, with status 0 without a gate", async () => {
        const { status, stdout, stderr } = await audit(broaden);
        expect(stderr).toBe("");
        expect(stdout).toMatch(/^ +Who +May what/);
        expect(stdout).toMatch(/\+ +exo +Directory role: Global Administrator/);
        expect(stdout.trimEnd().split("\n").at(-1)).toBe(
            "2 accesses added, 1 widened; 5 findings (1 critical, 1 high, 2 medium, 1 low)",
        );
        expect(status).toBe(0);
    });

    it("prints the example of the documentation", async () => {
        const example = path.join(__dirname, "../../examples/audit");
        const args = ["--fail-on", "broadening", "--now", "2026-11-27"];
        const { status, stdout } = await exoUnattended(["audit", path.join(example, "preview.json"), ...args], {
            env: { COLUMNS: "80" },
        });
        expect(stdout).toBe(readFileSync(path.join(example, "report.txt"), "utf8"));
        expect(status).toBe(1);
    });

    it("ends with 1 when the gate fails, and with 0 when it passes", async () => {
        const failed = await audit(broaden, "--fail-on", "broadening,unknown", "--fail-on", "high");
        expect(failed.stdout.trimEnd()).toMatch(/: failed on broadening, high$/);
        expect(failed.status).toBe(1);
        const passed = await audit(documentPath("narrow.preview.json"), "--fail-on", "broadening");
        expect(passed.stdout.trimEnd()).toMatch(/: passed$/);
        expect(passed.status).toBe(0);
    });

    it("reads standard input, compares with a base, and writes the report to a file", async () => {
        const output = path.join(folder, "report.json");
        const { status, stdout, stderr } = await inThisProcess(
            [
                "audit",
                "-",
                "--base",
                documentPath("first.state.json"),
                "--format",
                "json",
                "--output",
                output,
                "--now",
                "2026-11-26",
            ],
            { input: documentText("broad.state.json") },
        );
        expect(`${stdout}${stderr}`).toBe("");
        expect(status).toBe(0);
        const report = JSON.parse(readFileSync(output, "utf8")) as AuditReport;
        expect(report.now).toBe("2026-11-26T00:00:00Z");
        expect(report.sources.map(({ source }) => source)).toEqual(["first.state.json.gz", "standard input"]);
        expect(report.counts.changes).toMatchObject({ added: 2, widened: 1, removed: 0 });
    });

    it("reads a file once, however it is named", async () => {
        const link = path.join(folder, "link.json.gz");
        symlinkSync(broaden, link);
        const { stdout } = await audit(broaden, path.relative(process.cwd(), broaden), link);
        expect(stdout).toContain("\n2 accesses added, 1 widened; 5 findings");
    });

    it("accepts the findings that a file waives", async () => {
        const { findings } = JSON.parse((await audit(broaden, "--format", "json")).stdout) as AuditReport;
        const waivers = findings.map(({ fingerprint, rule }) => ({
            ...{ finding: fingerprint, rule, stack: "test", reason: "test", owner: "team" },
            ...{ until: "2026-12-31", link: "https://contoso.example/1" },
        }));
        const file = path.join(folder, "waivers.yaml");
        writeFileSync(file, JSON.stringify({ waivers }));
        const { status, stdout } = await audit(broaden, "--waivers", file, "--fail-on", "note,broadening");
        expect(stdout).toContain("no findings; 5 waived: passed");
        expect(status).toBe(0);
    });

    it.each([
        ["no file is given", [], /nothing to audit: give files that Pulumi wrote, or --stack <name>/],
        ["a file is not there", ["/nowhere/p.json"], /cannot read \/nowhere\/p\.json: no such file/],
        [
            "a file is foreign",
            [path.join(__dirname, "../../package.json")],
            /package\.json: JSON that is not a preview/,
        ],
        ["a condition is not known", [broaden, "--fail-on", "all"], /got all\)\. Give one of: critical, high/],
        ["the time is not one", [broaden, "--now", "yesterday"], /--now: is not a time/],
        ["the day does not exist", [broaden, "--now", "2026-02-30"], /--now: is not a time \(got 2026-02-30\)/],
        ["the report would replace what is read", [broaden, "--output", broaden], /which is read/],
        ["a waiver file is not one", [broaden, "--waivers", broaden], /line 1: not YAML|the file: /],
        ["standard input is given twice", ["-", "--base", "-"], /standard input can be read once/],
        ["a format does not exist", [broaden, "--format", "pdf"], /'--format <name>' argument 'pdf' is invalid/],
    ])("ends with 2 and a plain line when %s", async (_, args, message) => {
        const { status, stdout, stderr } = await audit(...args);
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(/^error: [^\n]+\n$/);
        expect(`${stdout}${status}`).toBe("2");
    });
});
