import fc from "fast-check";
import { formatTable, wrap } from "../../src/cli/terminal/table";
import type { Output } from "../../src/cli/terminal/terminal";
import { verificationTable } from "../../src/cli/terminal/verificationTable";
import { passed } from "../../src/checks/check";
import { refused } from "../../src/verification/rung";
import { checkOf } from "../../src/verification/rungs";

const plain = (text: string): string => text;
const words = fc.array(fc.stringMatching(/^[a-z0-9-]{1,50}$/), { maxLength: 20 }).map((list) => list.join(" "));

describe("a table", () => {
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

describe("the table of a verification", () => {
    const checks = [
        checkOf("connection", passed("contoso.onmicrosoft.com")),
        checkOf("certificate", refused({ evidence: "it expired", remedy: "Run `pulumi up`.", mayPassWithTime: false })),
    ];
    const output = (columns: number, isTTY = false): Output => ({ columns, isTTY, write: () => true });

    test("has a column for what to do where there is room", () => {
        expect(verificationTable(checks, output(120)).split("\n")).toEqual([
            "Check        Result  What was seen            What to do",
            "Connection   passed  contoso.onmicrosoft.com",
            "Certificate  failed  it expired               Run `pulumi up`.",
        ]);
    });

    test("has what to do under what was seen at 80 columns", () => {
        expect(verificationTable(checks, output(80)).split("\n")).toEqual([
            "Check        Result  What was seen, and what to do",
            "Connection   passed  contoso.onmicrosoft.com",
            "Certificate  failed  it expired",
            "                     To do: Run `pulumi up`.",
        ]);
    });

    describe("has colours", () => {
        const { env } = process;

        afterEach(() => {
            process.env = env;
        });

        test("on a terminal", () => {
            process.env = { ...env, NO_COLOR: "", TERM: "xterm" };
            expect(verificationTable(checks, output(80, true))).toContain("\u001B[31mfailed\u001B[39m");
        });

        test.each([
            ["nowhere else, not even in a pipeline", { CI: "true" }, false],
            ["nowhere with NO_COLOR", { NO_COLOR: "1", TERM: "xterm" }, true],
        ])("%s", (_, variables, isTTY) => {
            process.env = { ...env, ...variables };
            expect(verificationTable(checks, output(80, isTTY))).not.toContain("\u001B");
        });
    });
});
