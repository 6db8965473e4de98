import fc from "fast-check";
import { displayWidth, piecesOfWidth } from "../../src/text/displayWidth";
import { formatTable, wrap } from "../../src/text/table";
import type { Output } from "../../src/cli/terminal/terminal";
import { checkTable } from "../../src/cli/terminal/checkTable";
import { passed, warning } from "../../src/checks/check";
import { refused } from "../../src/verification/rung";
import { checkOf } from "../../src/verification/rungs";

const plain = (text: string): string => text;
const words = fc.array(fc.stringMatching(/^[a-z0-9-]{1,50}$/), { maxLength: 20 }).map((list) => list.join(" "));

describe("a table", () => {
    test("has no empty line for a space at the end of a column that is full", () => {
        expect(wrap("Permission: ", 11)).toEqual(["Permission:"]);
    });

    test("may have more rows and words than a call takes arguments", () => {
        const rows = Array.from({ length: 60_000 }, (_, row) => [String(row), "who may do what"]);
        expect(formatTable(rows, 80, plain).split("\n")).toHaveLength(60_000);
    });

    test("is never wider than the terminal", () => {
        fc.assert(
            fc.property(fc.array(fc.tuple(words, words, words)), fc.integer({ min: 40, max: 200 }), (rows, width) => {
                const lines = formatTable([["a", "b", "c"], ...rows], width, plain).split("\n");
                expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
            }),
        );
    });

    test("has its columns below each other", () => {
        const rows = [
            ["Check", "Result"],
            ["Sign-in", "passed"],
        ];
        expect(formatTable(rows, 80, plain)).toBe("Check    Result\nSign-in  passed");
    });

    test("takes its room from columns that can wrap, before it breaks a word", () => {
        const rows = [
            ["Cmdlet", "Role", "Group"],
            ["Get-RecipientPermission", "Mail Recipients of this organization", "Recipient Management and others"],
        ];
        expect(formatTable(rows, 52, plain).split("\n")).toEqual([
            "Cmdlet                   Role          Group",
            "Get-RecipientPermission  Mail          Recipient",
            "                         Recipients    Management",
            "                         of this       and others",
            "                         organization",
        ]);
    });

    test("wraps between words and loses none", () => {
        fc.assert(
            fc.property(words, fc.integer({ min: 50, max: 80 }), (text, width) => {
                expect(wrap(text, width).join(" ")).toBe(text);
            }),
        );
    });

    test("breaks a word only when it is longer than its column", () => {
        expect(wrap("id 0123456789", 10)).toEqual(["id", "0123456789"]);
        expect(wrap("0123456789ab", 10)).toEqual(["0123456789", "ab"]);
    });
});

describe("the width of a text on a terminal", () => {
    test.each([
        ["contoso", 7],
        ["Zürich", 6],
        ["Zu\u0308rich", 6],
        ["日本語", 6],
        ["ｶﾀｶﾅ", 4],
        ["한국어", 6],
        ["ＡＢＣ", 6],
        ["✅ ok", 5],
        ["👍🏽", 2],
        ["🇩🇪", 2],
        ["مرحبا", 5],
        ["", 0],
    ])("of %j is %i columns", (text, width) => {
        expect(displayWidth(text)).toBe(width);
    });

    test("decides where columns begin, and where words break", () => {
        const rows = [
            ["Check", "Result"],
            ["管理者", "passed"],
            ["Zu\u0308rich", "failed"],
        ];
        expect(formatTable(rows, 80, plain).split("\n")).toEqual([
            "Check   Result",
            "管理者  passed",
            "Zu\u0308rich  failed",
        ]);
        expect(wrap("日本語日本語", 4)).toEqual(["日本", "語日", "本語"]);
    });

    test("is never more than what a piece may have", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 20 }), (text, width) => {
                const pieces = piecesOfWidth(text, width);
                expect(pieces.join("")).toBe(text);
                expect(Math.max(...pieces.map(displayWidth))).toBeLessThanOrEqual(width);
            }),
        );
    });
});

describe("the table of a verification", () => {
    const checks = [
        checkOf("connection", passed("contoso.onmicrosoft.com")),
        checkOf("certificate", refused({ evidence: "it expired", remedy: "Run `pulumi up`.", mayPassWithTime: false })),
    ];
    const output = (columns: number, isTTY = false): Output => ({ columns, isTTY, write: () => true });

    test("has a column for actions where there is room", () => {
        expect(checkTable(checks, output(120)).split("\n")).toEqual([
            "Check        Result  Finding                  Action",
            "Connection   passed  contoso.onmicrosoft.com",
            "Certificate  failed  it expired               Run `pulumi up`.",
        ]);
    });

    test("has actions under findings at 80 columns", () => {
        expect(checkTable(checks, output(80)).split("\n")).toEqual([
            "Check        Result  Finding and action",
            "Connection   passed  contoso.onmicrosoft.com",
            "Certificate  failed  it expired",
            "                     Action: Run `pulumi up`.",
        ]);
    });

    test("shows warnings and what is undecided", () => {
        const more = [
            { title: "Certificate", ...warning("it ends soon", "Renew it.") },
            { title: "Exchange Online", result: "undecided", evidence: "no rows", remedy: "Name a mailbox." } as const,
        ];
        expect(checkTable(more, output(80)).split("\n")).toEqual([
            "Check            Result     Finding and action",
            "Certificate      warning    it ends soon",
            "                            Action: Renew it.",
            "Exchange Online  undecided  no rows",
            "                            Action: Name a mailbox.",
        ]);
    });

    describe("has colours", () => {
        const { env } = process;

        afterEach(() => {
            process.env = env;
        });

        test("on a terminal", () => {
            process.env = { ...env, NO_COLOR: "", TERM: "xterm" };
            expect(checkTable(checks, output(80, true))).toContain("\u001B[31mfailed\u001B[39m");
        });

        test.each([
            ["nowhere else, not even in a pipeline", { CI: "true" }, false],
            ["nowhere with NO_COLOR", { NO_COLOR: "1", TERM: "xterm" }, true],
        ])("%s", (_, variables, isTTY) => {
            process.env = { ...env, ...variables };
            expect(checkTable(checks, output(80, isTTY))).not.toContain("\u001B");
        });
    });
});
