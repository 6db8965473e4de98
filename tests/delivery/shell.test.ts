import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { quoted } from "../../src/delivery/shell";

test("a quoted word reaches a command of sh as it is, whatever is in it", () => {
    const words = fc.string({ unit: fc.constantFrom("a", " ", "'", '"', "$", "`", "\\", "\n", "é") });
    fc.assert(
        fc.property(words, (word) => {
            expect(execFileSync("sh", ["-c", `printf %s ${quoted(word)}`], { encoding: "utf8" })).toBe(word);
        }),
        { numRuns: 30 },
    );
});
