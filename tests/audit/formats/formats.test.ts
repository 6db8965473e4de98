import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import type { Log } from "sarif";
import { validateXML } from "xmllint-wasm";
import { auditFormats } from "../../../src/audit/formats";
import { auditFormatNames, type AuditFormatName } from "../../../src/audit/formats/names";
import { withTexts } from "../../../src/audit/formats/inertReport";
import { commentLimit } from "../../../src/audit/formats/markdown";
import type { AuditedSource, AuditReport } from "../../../src/audit/report";
import { withoutSecrets } from "../../../src/http/foreignText";
import { displayWidth } from "../../../src/text/displayWidth";
import { anyReport, changeKinds, hostileText, largeReport, mixed, quiet, reportOf, severities } from "./reports";

const projectFile = (...names: string[]): string => readFileSync(path.resolve(__dirname, "../../..", ...names), "utf8");
const render = (format: AuditFormatName, report: AuditReport): string => auditFormats[format](report);
const parsedSarif = (report: AuditReport): Log => JSON.parse(render("sarif", report)) as Log;
const runOf = (report: AuditReport): Log["runs"][0] => parsedSarif(report).runs[0] as Log["runs"][0];

/** Counts as a reader of the format finds them, in rows and in words. */
type Counts = AuditReport["counts"];

describe("the counts of a report", () => {
    const readers: Readonly<Record<Exclude<AuditFormatName, "table" | "markdown">, (report: AuditReport) => Counts>> = {
        json: (report) => {
            const read = JSON.parse(render("json", report)) as AuditReport;
            const open = read.findings.filter(({ waiver, baseline }) => waiver === undefined && baseline !== "absent");
            return {
                changes: Object.fromEntries(
                    changeKinds.map((kind) => [kind, read.changes.filter(({ change }) => change === kind).length]),
                ) as Counts["changes"],
                findings: Object.fromEntries(
                    severities.map((severity) => [severity, open.filter((one) => one.severity === severity).length]),
                ) as Counts["findings"],
                waived: read.findings.filter(({ waiver }) => waiver !== undefined).length,
                notJudged: read.notJudged.length,
            };
        },
        sarif: (report) => {
            const { results = [], properties } = runOf(report);
            const open = results.filter(
                ({ kind, suppressions, baselineState }) =>
                    kind === undefined && suppressions === undefined && baselineState !== "absent",
            );
            return {
                changes: (properties as { counts: Counts }).counts.changes,
                findings: Object.fromEntries(
                    severities.map((severity) => [
                        severity,
                        open.filter((one) => one.properties?.["severity"] === severity).length,
                    ]),
                ) as Counts["findings"],
                waived: results.filter(({ suppressions }) => suppressions !== undefined).length,
                notJudged: results.filter(({ kind }) => kind === "open").length,
            };
        },
        html: (report) => {
            const page = render("html", report);
            const count = (pattern: RegExp): number => page.match(pattern)?.length ?? 0;
            const sectionOf = (id: string): string =>
                page.split(`<section id="${id}"`)[1]?.split("</section>")[0] ?? "";
            const items = sectionOf("findings").split("<li data-row>").slice(1);
            const open = items.filter((item) => !/<span class="chip">waived<|>Gone: only the base has it\./.test(item));
            return {
                changes: Object.fromEntries(
                    changeKinds.map((kind) => [kind, count(new RegExp(`<tr role="row" data-row="${kind}"`, "g"))]),
                ) as Counts["changes"],
                findings: Object.fromEntries(
                    severities.map((severity) => [
                        severity,
                        open.filter((item) => item.includes(`class="chip ${severity}"`)).length,
                    ]),
                ) as Counts["findings"],
                waived: items.filter((item) => item.includes('<span class="chip">waived<')).length,
                notJudged: sectionOf("not-judged").match(/ data-row>/g)?.length ?? 0,
            };
        },
        junit: (report) => {
            const xml = render("junit", report);
            const property = (name: string): number =>
                Number(new RegExp(`name="${name}" value="(\\d+)"`).exec(xml)?.[1]);
            return {
                changes: Object.fromEntries(
                    changeKinds.map((kind) => [kind, property(`changes.${kind}`)]),
                ) as Counts["changes"],
                findings: Object.fromEntries(
                    severities.map((severity) => [severity, property(`findings.${severity}`)]),
                ) as Counts["findings"],
                waived: Number(/name="Findings".*? skipped="(\d+)"/.exec(xml)?.[1]),
                notJudged: Number(/name="Not judged".*? skipped="(\d+)"/.exec(xml)?.[1]),
            };
        },
    };

    it.each(Object.entries(readers))("are the same in %s", (_, read) => {
        fc.assert(
            fc.property(anyReport, (report) => {
                expect(read(report)).toEqual(report.counts);
            }),
            { numRuns: 25 },
        );
    });

    it("are as many rows in the table and in Markdown", () => {
        const rows = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
        const table = render("table", mixed);
        expect(rows(table, /^[+−~?] /gm)).toBe(8);
        expect(rows(table, /^(critical|high|medium|low|note) /gm)).toBe(3);
        expect(rows(table, /Waived until/g)).toBe(1);
        expect(table).toContain("\n2 unchanged\n");
        const markdown = render("markdown", mixed);
        expect(rows(markdown, /^\| (\+ added|− removed|\\~ (widened|narrowed|replaced)|\? not known yet) \|/gm)).toBe(
            8,
        );
        expect(rows(markdown, /^\| (critical|high|medium|low|note)( \(waived\))? \|/gm)).toBe(3);
        expect(markdown).toContain(
            "3 added, 1 removed, 1 widened, 1 narrowed, 1 replaced, 1 not known yet, 2 unchanged",
        );
        expect(markdown).toContain("findings: 1 high, 1 note, 1 waived · not judged: 2");
    });
});

describe("a report about two tenants", () => {
    const tenant = "bbbbbbbb-2222-4000-8000-000000000000";
    const added = mixed.changes.find(({ change }) => change === "added");
    const changes = mixed.changes.map((one) =>
        one === added && one.after !== undefined ? { ...one, after: { ...one.after, tenant, scope: "/" } } : one,
    );
    const several = { ...mixed, changes };

    it.each(["table", "markdown", "html", "junit"] as const)(
        "names the tenant of each access in the format %s",
        (format) => {
            const flat = (report: AuditReport): string =>
                auditFormats[format](report, { columns: 300, colored: false });
            expect(flat(several)).toContain(`tenant ${tenant}`);
            expect(flat(several)).not.toContain("whole tenant");
            expect(flat(mixed)).toContain("whole tenant");
        },
    );
});

describe("the table", () => {
    it("starts with the access table, ends with the verdict, and fits 80 columns", () => {
        const lines = render("table", mixed).trimEnd().split("\n");
        expect(lines[0]).toMatch(/^ +Who +May what +Where +Until$/);
        expect(lines.at(-1)).toBe(mixed.verdict.text);
        expect(lines.slice(0, -1).filter((line) => displayWidth(line) > 80)).toEqual([]);
    });

    it("is one line when nothing changes", () => {
        expect(render("table", quiet)).toBe(`${quiet.verdict.text}\n`);
    });

    it("fits the columns of any screen, with names in wide characters", () => {
        const wide = reportOf({
            ...mixed,
            changes: mixed.changes.map((change) => ({
                ...change,
                after: change.after && { ...change.after, principal: "組織の郵便箱" },
            })),
        });
        for (const columns of [60, 80, 120]) {
            const lines = auditFormats.table(wide, { columns, colored: false }).split("\n").slice(0, -2);
            expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
        }
    });

    it("is coloured only where asked for", () => {
        expect(auditFormats.table(mixed, { columns: 80, colored: true })).toContain("\u001B[");
        expect(render("table", mixed)).not.toContain("\u001B");
    });
});

describe("JSON", () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const validate = ajv.compile(JSON.parse(projectFile("audit-report.schema.json")) as object);

    it("is the report itself, valid by the published schema, whatever it holds", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const read: unknown = JSON.parse(render("json", report));
                expect(read).toEqual(JSON.parse(JSON.stringify(withTexts(report, withoutSecrets))));
                expect(validate(read) ? [] : validate.errors).toEqual([]);
            }),
            { numRuns: 50 },
        );
    });

    it("has its schema in the package", () => {
        const { exports, files } = JSON.parse(projectFile("package.json")) as {
            exports: Record<string, unknown>;
            files: readonly string[];
        };
        expect(exports["./audit-report.schema.json"]).toBe("./audit-report.schema.json");
        expect(files).toContain("audit-report.schema.json");
    });

    it("is refused by the schema with a property that it does not know", () => {
        expect(validate({ ...(JSON.parse(render("json", mixed)) as object), extra: 1 })).toBe(false);
    });
});

describe("Markdown", () => {
    it("has the summary first and is cut from the end, between rows, with a line that says so", () => {
        const large = largeReport(2_000);
        const markdown = render("markdown", large);
        expect(markdown.length).toBeLessThanOrEqual(commentLimit);
        expect(markdown.length).toBeGreaterThan(commentLimit - 1_000);
        expect(markdown.split("\n")[2]).toContain("3 accesses added");
        const shown = markdown.match(/^\| [+−~?\\]/gm)?.length ?? 0;
        const total = (markdown.match(/(\d+) of (\d+) rows are not shown/) ?? []).slice(1).map(Number);
        expect((total[1] ?? 0) - (total[0] ?? 0)).toBe(shown);
        expect(markdown.trimEnd().split("\n").at(-1)).toMatch(/^\*\*Cut at 65,536 characters: /);
    });

    it("closes what it opens, wherever it is cut", () => {
        for (let changes = 250; changes < 330; changes += 4) {
            const markdown = render("markdown", largeReport(changes));
            expect(markdown.length).toBeLessThanOrEqual(commentLimit);
            expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
        }
    });

    it("is a headline alone when nothing changes", () => {
        expect(render("markdown", quiet)).toBe(`### Access audit\n\n✅ **${quiet.verdict.text}**\n`);
    });
});

describe("SARIF", () => {
    const ajv = new Ajv04({ strict: false });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(projectFile("tests/audit/formats/schemas/sarif-2.1.0.json")) as object);

    it("is valid by the official schema, whatever the report holds", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                expect(validate(parsedSarif(report)) ? [] : validate.errors).toEqual([]);
            }),
            { numRuns: 50 },
        );
        expect(validate({ version: "2.1.0", runs: [{}] })).toBe(false);
    });

    it("places findings in the stack's configuration, and in Pulumi.yaml where there is none", () => {
        const uris = runOf(mixed).results?.map(
            ({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.uri,
        );
        expect(new Set(uris)).toEqual(new Set(["Pulumi.prod.yaml"]));
        const without = reportOf({ ...mixed, sources: [] });
        expect(runOf(without).results?.[0]?.locations?.[0]?.physicalLocation).toEqual({
            artifactLocation: { uri: "Pulumi.yaml" },
            region: { startLine: 1 },
        });
    });

    it("has a fingerprint of each finding, its level and severity, and says why a waived one is accepted", () => {
        const { results = [], tool } = runOf(mixed);
        expect(results.slice(0, 3).map(({ partialFingerprints }) => partialFingerprints)).toEqual(
            mixed.findings.map(({ fingerprint }) => ({ primaryLocationLineHash: fingerprint })),
        );
        expect(results.map(({ level }) => level)).toEqual(["error", "warning", "note", "none", "none"]);
        expect(results[1]?.suppressions).toEqual([
            {
                kind: "external",
                status: "accepted",
                justification: "Waived until 2027-01-31 by Dana: Left the company (https://example.com/changes/4711)",
            },
        ]);
        expect(results[2]?.baselineState).toBe("unchanged");
        expect(
            tool.driver.rules?.map(({ id, properties }) => [id, properties?.["security-severity"] as unknown]),
        ).toEqual([
            ["role-widened", "8.0"],
            ["owner-removed", "5.5"],
            ["credential-ends-soon", undefined],
            ["not-judged/stateMissing", undefined],
            ["not-judged/typeNotUnderstood", undefined],
        ]);
        expect(
            results.map(({ ruleId, ruleIndex }) => tool.driver.rules?.[ruleIndex ?? -1]?.id === ruleId),
        ).not.toContain(false);
    });

    it("makes no link of what audited files hold", () => {
        const [finding] = mixed.findings;
        const findings = finding && [{ ...finding, message: "[remedy](https://evil.example)" }];
        const [result] = runOf(reportOf({ ...mixed, findings: findings ?? [] })).results ?? [];
        expect(result?.message.text).toContain("[remedy\\](https://evil.example)");
    });

    it("never makes more of a file's name than a path in the repository", () => {
        const uriOf = (configurationFile: string): string | undefined =>
            runOf(reportOf({ ...mixed, sources: [{ ...(mixed.sources[0] as AuditedSource), configurationFile }] }))
                .results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
        fc.assert(
            fc.property(hostileText, (name) => {
                const uri = uriOf(name) ?? "";
                expect(new URL(uri, "https://repository.example/root/").href).toMatch(
                    /^https:\/\/repository\.example\/root\/[^?#]+$/,
                );
            }),
        );
        expect(uriOf("stacks\\Pulumi.prod test.yaml")).toBe("stacks/Pulumi.prod%20test.yaml");
        expect(uriOf("../../etc/passwd")).toBe("etc/passwd");
    });
});

describe("JUnit's XML", () => {
    const schema = { fileName: "junit.xsd", contents: projectFile("tests/cli/schemas/jenkins-junit-10.xsd") };

    it("is valid by Jenkins' schema, whatever the report holds", async () => {
        const reports = [mixed, quiet, ...fc.sample(anyReport, { numRuns: 10, seed: 1 })];
        const { errors } = await validateXML({
            xml: reports.map((report, index) => ({ fileName: `${index}.xml`, contents: render("junit", report) })),
            schema,
        });
        expect(errors).toEqual([]);
    });

    it("fails the gate and the findings, and skips what is waived or was not judged", () => {
        const suites = render("junit", mixed).match(/<testsuite .*?>/g) ?? [];
        expect(suites.map((suite) => suite.replace(/^.* name="(.*?)".* tests=/, "$1: tests="))).toEqual([
            'Gate: tests="1" failures="1" errors="0" skipped="0">',
            'Findings: tests="3" failures="2" errors="0" skipped="1">',
            'Not judged: tests="2" failures="0" errors="0" skipped="2">',
            'Access changes: tests="8" failures="0" errors="0" skipped="0">',
        ]);
        expect(render("junit", quiet)).not.toContain("<failure");
    });
});

describe("a hostile text in a report", () => {
    /** What a terminal would obey or hide, and what an agent would take for a command. */
    const steers = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
    const commands = /##\[|##vso\[|^\s*::[a-z]/im;

    it.each(auditFormatNames)("acts on nothing in %s, and no private key is shown", (format) => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const text = render(format, report);
                expect(text).not.toMatch(steers);
                expect(text).not.toMatch(commands);
                expect(text).not.toContain("MIIE");
            }),
            { numRuns: 40 },
        );
    });

    it("is neither HTML, nor a link, a mention, a heading or a cell of its own in Markdown", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const markdown = render("markdown", report);
                const own = /<br>|<!-- -->|<\/?details>|<\/?summary>/g;
                expect(markdown.replace(own, "")).not.toMatch(/[<>]/);
                expect(markdown).not.toMatch(/(?<!\\)[[\]]|(?<![\w])@\w|#\d/);
                for (const table of markdown.split("\n\n").filter((part) => part.startsWith("| "))) {
                    const cells = table
                        .split("\n")
                        .filter((line) => line.startsWith("|"))
                        .map((line) => line.replace(/\\[^]/g, "").match(/\|/g)?.length);
                    expect(new Set(cells).size).toBe(1);
                }
            }),
            { numRuns: 40 },
        );
    });

    it("keeps a table's row in its row", () => {
        fc.assert(
            fc.property(anyReport, (report) => {
                const alone = reportOf({ changes: report.changes });
                const [access = ""] = render("table", alone).split("\n\n");
                const rows = access.match(/^[+−~?] /gm)?.length ?? 0;
                expect(rows).toBe(report.changes.filter(({ change }) => change !== "unchanged").length);
            }),
            { numRuns: 40 },
        );
    });
});
