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
    ])("reaches a command of %s as it is, whatever is in it", (shell, word) => {
        // One shell for many words: to start it takes longer than everything else.
        const manyWords = fc.array(word, { minLength: 50, maxLength: 50 });
        fc.assert(
            fc.property(manyWords, (words) => {
                const script = `printf '%s\\0' ${words.map(quoted).join(" ")}`;
                expect(execFileSync(shell, ["-c", script], { encoding: "utf8" }).split("\0")).toEqual([...words, ""]);
            }),
            { numRuns: 2 },
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
