import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { quoted, singleQuoted } from "../../src/shells/quoting";

const controls = ["\n", "\r", "\t", "\u0001", "\u001b", "\u007f", "\u0085", "\u009b"];

describe("a quoted word", () => {
    const printable = ["a", "7", " ", "'", '"', "$", "`", "\\", "é", "\u2019"];
    const textOf = (...characters: string[]): fc.Arbitrary<string> =>
        fc.string({ unit: fc.constantFrom(...characters) });

    test.each([
        ["sh", textOf(...printable)],
        ["bash", textOf(...printable, ...controls)],
    ])("reaches a command of %s as it is, whatever is in it", (shell, words) => {
        fc.assert(
            fc.property(words, (word) => {
                expect(execFileSync(shell, ["-c", `printf %s ${quoted(word)}`], { encoding: "utf8" })).toBe(word);
            }),
            { numRuns: 50 },
        );
    });

    test("shows no control character to a terminal", () => {
        fc.assert(
            fc.property(textOf(...printable, ...controls), (word) => {
                expect(`${quoted(word)}${singleQuoted(word)}`).not.toMatch(/\p{Cc}/u);
            }),
        );
    });
});

describe("a PowerShell literal", () => {
    test.each([
        ["a\nb", "('a' + [char]10 + 'b')"],
        ["\u001b[2J", "('' + [char]27 + '[2J')"],
        ["it's\r\n", "('it''s' + [char]13 + '' + [char]10 + '')"],
        ["a\u009b", "('a' + [char]155 + '')"],
    ])("of %j is the expression %s", (text, expression) => {
        expect(singleQuoted(text)).toBe(expression);
    });
});
