import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateXML } from "xmllint-wasm";
import { annotations } from "../../src/cli/reporters/annotations";
import { junitReport } from "../../src/cli/reporters/junit";
import { formats } from "../../src/cli/reporters/reporters";
import { markdownReport } from "../../src/cli/reporters/markdown";
import { worstStatus, type LoginReport, type Report } from "../../src/proof/report";
import { tableReport } from "../../src/cli/reporters/table";
import { foreignText } from "../../src/http/foreignText";
import { Cloud } from "../../src/microsoft/clouds";

/** What a name or an answer could hold to break out of a format. */
const hostile = "a|b <b>&\"'`*_[x](y)# ]]> \u0000\u001B[31m\uD800 \u{1F600}\nnext % : , line";

const proved: LoginReport = {
    name: "prod",
    verdict: "proved",
    endsSoon: false,
    summary: "proved: the unattended login works (1 attempt, 1 s)",
    connection: {
        cloud: Cloud.Global,
        organization: "contoso.onmicrosoft.com",
        tenantId: "10000000-0000-4000-8000-000000000001",
        clientId: "20000000-0000-4000-8000-000000000002",
        thumbprint: "A".repeat(40),
        notAfter: "2027-01-31T08:00:00Z",
    },
    attempts: 1,
    durationMs: 1_234,
    checks: [
        { id: "connection", title: "Connection", result: "passed", evidence: "contoso" },
        { id: "exchange", title: "Exchange Online", result: "skipped", evidence: "not asked for" },
    ],
};
const refused: LoginReport = {
    ...proved,
    name: hostile,
    verdict: "refused",
    summary: 'refused at "Sign-in"',
    checks: [{ id: "sign-in", title: "Sign-in", result: "failed", evidence: hostile, remedy: `Do ${hostile}` }],
};
const unreadable: LoginReport = {
    name: "broken",
    verdict: "unreadable",
    endsSoon: false,
    summary: `pulumi cannot read the stack: ${hostile}`,
    attempts: 0,
    durationMs: 5,
    checks: [],
};
const endsSoon: LoginReport = { ...proved, name: "soon", endsSoon: true, summary: "proved, but it ends soon" };

function reportOf(...logins: LoginReport[]): Report {
    return {
        schemaVersion: 1,
        startedAt: "2026-08-20T08:00:00Z",
        durationMs: 10,
        exitStatus: worstStatus(logins),
        logins,
    };
}

const everything = reportOf(proved, refused, unreadable, endsSoon);

describe("the exit status of several logins", () => {
    test.each([
        ["all are proved", [proved, proved], 0],
        ["one has a certificate that ends soon", [proved, endsSoon], 4],
        ["one is not proved in time", [endsSoon, { ...refused, verdict: "not-proved-in-time" as const }], 3],
        ["one waits for consent", [endsSoon, { ...refused, verdict: "consent-pending" as const }], 12],
        ["one cannot be read", [{ ...refused, verdict: "not-proved-in-time" as const }, unreadable], 2],
        ["one is refused", [unreadable, refused, proved], 1],
        ["it was stopped", [refused, { ...unreadable, verdict: "stopped" as const }], 130],
    ])("is the worst: %s", (_, logins, status) => {
        expect(worstStatus(logins)).toBe(status);
    });
});

describe("JUnit's XML", () => {
    const schema = {
        fileName: "junit.xsd",
        contents: readFileSync(join(__dirname, "schemas/jenkins-junit-10.xsd"), "utf8"),
    };
    const errorsOf = async (contents: string): Promise<readonly string[]> => {
        const { errors } = await validateXML({ xml: { fileName: "report.xml", contents }, schema });
        return errors.map(({ message }) => message);
    };

    test("is valid by Jenkins' schema, whatever the texts hold", async () => {
        expect(await errorsOf(junitReport(everything))).toEqual([]);
        expect(await errorsOf(junitReport(reportOf()))).toEqual([]);
        expect(await errorsOf("<testsuites><testsuite/></testsuites>")).not.toEqual([]);
    });

    test("has a suite per login and a case per check, and fails what makes the command fail", () => {
        const suites = junitReport(everything).match(/<testsuite .*?>/g) ?? [];
        expect(suites.map((suite) => suite.replace(/^.* tests=/, "tests="))).toEqual([
            'tests="2" failures="0" errors="0" skipped="1">',
            'tests="1" failures="1" errors="0" skipped="0">',
            'tests="1" failures="0" errors="1" skipped="0">',
            'tests="3" failures="1" errors="0" skipped="1">',
        ]);
        expect(suites[0]).toContain('timestamp="2026-08-20T08:00:00" time="1.234"');
        expect(junitReport(everything)).toContain('<failure message="proved, but it ends soon" type="ends-soon"/>');
    });

    test("writes what XML has no character for as U+FFFD", () => {
        expect(junitReport(reportOf(unreadable))).toContain("\uFFFD\uFFFD[31m\uFFFD \u{1F600}&#10;next");
    });
});

test("JSON is the report itself", () => {
    expect(JSON.parse(formats.json(everything))).toEqual(JSON.parse(JSON.stringify(everything)));
});

describe("Markdown", () => {
    test("keeps every login in one row of five cells, with nothing of the texts taken for Markdown or HTML", () => {
        const markdown = markdownReport(everything);
        const rows = markdown.slice(0, markdown.indexOf("<details>")).split("\n").slice(4, -1);
        const cells = rows.map((row) => row.match(/(?<!\\)\|/g)?.length);
        expect(cells).toEqual([6, 6, 6, 6, 6, 6]);
        expect(rows[3]).toContain("a\\|b &lt;b&gt;&amp;");
        expect(markdown).not.toContain("<b>");
    });

    test("shows a certificate that ends soon in its headline", () => {
        expect(markdownReport(reportOf(endsSoon))).toMatch(/^### .*\n\nproved, but it ends soon\n/);
        expect(markdownReport(everything)).toContain("\n2 of 4 proved; 1 with a certificate that ends soon\n");
    });
});

describe("the table of several logins", () => {
    test("has a row for each, with what to do about the ones that are not proved", () => {
        const text = tableReport(everything, { write: () => true, columns: 200 });
        expect(text).toMatch(/^Login +Result +Valid until +Finding and action\nprod +proved +2027-01-31 /);
        expect(text).toMatch(/\nbroken +unreadable +pulumi cannot read the stack/);
        expect(text).toMatch(/\n\n2 of 4 proved; 1 with a certificate that ends soon\n$/);
    });
});

describe("annotations", () => {
    test("are GitHub's commands on GitHub Actions, one line for each login that needs somebody", () => {
        const lines = annotations(everything.logins, { GITHUB_ACTIONS: "true" }).split("\n");
        expect(lines.map((line) => /^::\w+ title=exo-unattended verify::/.exec(line)?.[0])).toEqual([
            "::error title=exo-unattended verify::",
            "::error title=exo-unattended verify::",
            "::warning title=exo-unattended verify::",
            undefined,
        ]);
        expect(lines[0]).toContain("%0Anext %25 : , line");
    });

    test("are Azure Pipelines' commands there", () => {
        const lines = annotations([refused, endsSoon], { TF_BUILD: "True" }).split("\n");
        expect(lines[0]).toMatch(/^##vso\[task\.logissue type=error\]a\|b/);
        expect(lines[0]).toContain("%0Anext %AZP25 : , line");
        expect(lines[1]).toBe("##vso[task.logissue type=warning]soon: proved, but it ends soon");
    });

    test("are not there elsewhere, nor for what is proved", () => {
        expect(annotations(everything.logins, {})).toBe("");
        expect(annotations([proved], { GITHUB_ACTIONS: "true" })).toBe("");
    });

    test("cannot be made by a text from the network", () => {
        expect(foreignText("x ##vso[task.setvariable a=b]y ##[add-mask]z\n::error::w")).toBe(
            "x # #vso[task.setvariable a=b]y # #[add-mask]z : :error::w",
        );
    });
});
