import fc from "fast-check";
import { annotations } from "../../src/cli/reporters/annotations";
import { formats } from "../../src/cli/reporters/reporters";
import { checkTable } from "../../src/cli/terminal/checkTable";
import { progressOn } from "../../src/cli/terminal/progress";
import { wrap } from "../../src/text/table";
import { ExitStatus } from "../../src/errors/exitStatus";
import { foreignText, inert } from "../../src/http/foreignText";
import { Cloud } from "../../src/microsoft/clouds";
import type { LoginReport, Report } from "../../src/proof/report";
import { anyText } from "../anyText";

/** Texts as an attacker would write them into a role group's name, a tag, a file's name or an answer. */
const hostileText = fc
    .array(
        fc.oneof(
            fc.constantFrom(
                ...[
                    "::error::",
                    "::add-mask::x",
                    "::stop-commands::x",
                    "##[error]",
                    "##vso[task.setvariable variable=a]b",
                ],
                ...[
                    "##VSO[x]",
                    "#",
                    "\n",
                    "\r",
                    "\r\n",
                    "\t",
                    " ",
                    "\u00A0",
                    "\u0085",
                    "\u2028",
                    "\u2029",
                    "\u001B[31m",
                ],
                ...[
                    "\u001B]8;;https://evil.example\u0007",
                    "\u009B2J",
                    "\u202E",
                    "\u2066",
                    "\u200B",
                    "\uFEFF",
                    "\u0000",
                ],
                ...["\u{E0041}", "\u3164", "\uD800", "word", "x".repeat(40)],
            ),
            anyText({ maxLength: 5 }),
        ),
        { maxLength: 12 },
    )
    .map((parts) => parts.join(""));

/** What a terminal would obey or hide, and what an agent would take for a command. */
const steers = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const commands = /##\[|##vso\[|^\s*::[a-z]/im;

function expectInert(text: string): void {
    expect(text).not.toMatch(steers);
    expect(text).not.toMatch(commands);
}

const reportOf = (text: string): Report => {
    const login: LoginReport = {
        name: text,
        verdict: "refused",
        endsSoon: false,
        summary: text,
        connection: {
            cloud: Cloud.Global,
            organization: text,
            tenantId: text,
            clientId: text,
            thumbprint: text,
            notAfter: text,
        },
        attempts: 1,
        durationMs: 1,
        checks: [
            { id: `command:${text}`, title: text, result: "failed", evidence: text, remedy: text },
            { id: "sign-in", title: "Sign-in", result: "skipped", evidence: text },
        ],
    };
    const unreadable: LoginReport = { ...login, verdict: "unreadable", checks: [] };
    return {
        schemaVersion: 1,
        startedAt: "2026-08-20T08:00:00Z",
        durationMs: 1,
        exitStatus: ExitStatus.Refused,
        logins: [login, unreadable],
    };
};

describe("a hostile text acts on nothing", () => {
    test.each(Object.entries(formats))("in the report's format %s", (_, format) => {
        fc.assert(
            fc.property(hostileText, fc.integer({ min: 40, max: 160 }), (text, columns) => {
                const report = reportOf(text);
                const output = { write: () => true, columns };
                expectInert(format(report, output));
                expectInert(format({ ...report, logins: report.logins.slice(0, 1) }, output));
                expectInert(format({ ...report, logins: report.logins.slice(1) }, output));
            }),
        );
    });

    test.each([
        [{ GITHUB_ACTIONS: "true" }, /^::error title=exo-unattended verify::/],
        [{ TF_BUILD: "True" }, /^##vso\[task\.logissue type=error\]/],
    ])("in the annotations of %j", (environment, own) => {
        fc.assert(
            fc.property(hostileText, (text) => {
                for (const line of annotations(reportOf(text).logins, environment).split("\n").slice(0, -1)) {
                    expect(line).toMatch(own);
                    expectInert(line.replace(own, ""));
                }
            }),
        );
    });

    test("in a table of checks, as preflight, repair and delivery print it", () => {
        fc.assert(
            fc.property(hostileText, fc.integer({ min: 40, max: 160 }), (text, columns) => {
                const check = { title: text, result: "failed", evidence: text, remedy: text } as const;
                expectInert(checkTable([check], { write: () => true, columns }));
            }),
        );
    });

    test("after it was wrapped, wherever a word is broken", () => {
        fc.assert(
            fc.property(fc.nat(12), fc.integer({ min: 10, max: 20 }), (before, width) => {
                expectInert(wrap(`${"x".repeat(before)}::error::${"y".repeat(20)}`, width).join("\n"));
            }),
        );
    });

    test("in the lines that are shown while a verification waits", () => {
        fc.assert(
            fc.property(hostileText, (text) => {
                let written = "";
                const progress = progressOn({ write: (part: string) => ((written += part), true) }, text);
                const waitingFor = {
                    id: "sign-in",
                    title: text,
                    result: "waiting",
                    evidence: text,
                    remedy: text,
                } as const;
                progress.show({ type: "pause", attempt: 1, waitingFor, pauseMs: 1, remainingMs: 1 });
                expectInert(written);
            }),
        );
    });

    test("as one line of foreign text, or as lines of our own", () => {
        fc.assert(
            fc.property(hostileText, (text) => {
                expectInert(foreignText(text));
                expect(foreignText(text)).not.toContain("\n");
                expectInert(inert(text));
            }),
        );
    });
});

test("a JSON report keeps every value as it is", () => {
    fc.assert(
        fc.property(hostileText, (text) => {
            const report = reportOf(text);
            const { logins } = JSON.parse(formats.json(report)) as Report;
            expect(logins[0]?.name).toBe(text);
        }),
    );
});

test.each([
    ["urn:pulumi:dev::exo-unattended::tls:index/privateKey:PrivateKey::exo-current", undefined],
    ["[::1]:443 cannot be reached", undefined],
    ["Größe, 組織, ملف", undefined],
    ["a::error", undefined],
    ["::error::x", ": :error::x"],
])("%s is shown as %s", (text, shown = text) => {
    expect(foreignText(text)).toBe(shown);
});
