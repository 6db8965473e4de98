import fc from "fast-check";
import { parseDuration } from "../../src/cli/options/duration";
import { UserError } from "../../src/errors/userError";
import { formatDuration } from "../../src/proof/duration";

describe("a duration on the command line", () => {
    test.each([
        ["0", 0],
        ["0s", 0],
        ["90s", 90_000],
        ["15m", 900_000],
        ["60m", 3_600_000],
        ["1h", 3_600_000],
        ["2h", 7_200_000],
        ["6h", 21_600_000],
    ])("%s is %i ms", (text, ms) => {
        expect(parseDuration(text)).toBe(ms);
    });

    test.each(["", "15", "-1s", "1.5m", "361m", "7h", "15 m", "m", "15min", "1e3s"])("%j is refused", (text) => {
        expect(() => parseDuration(text)).toThrow(UserError);
    });

    test("is never more than six hours", () => {
        fc.assert(
            fc.property(fc.nat(), fc.constantFrom("s", "m", "h"), (count, unit) => {
                try {
                    expect(parseDuration(`${count}${unit}`)).toBeLessThanOrEqual(21_600_000);
                } catch (error) {
                    expect(error).toBeInstanceOf(UserError);
                }
            }),
        );
    });
});

test.each([
    [0, "0 s"],
    [1_499, "1 s"],
    [80_000, "1 min 20 s"],
    [900_000, "15 min"],
])("%i ms reads as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
});
