import type { Profile } from "../../src/trouble/profile";
import { parseTroubleChoice, profiles } from "../../src/trouble/profiles";

describe("the profiles", () => {
    it.each(["realistic", "hostile"] as const)("have chances and ranges that make sense: %s", (name) => {
        const { lags, mishaps }: Profile = profiles[name];
        const late = Object.values(lags).flatMap((collections) => Object.values(collections));
        for (const { chance } of [...late, ...mishaps]) {
            expect(chance).toBeGreaterThan(0);
            expect(chance).toBeLessThanOrEqual(1);
        }
        const ranges = [
            ...late.map(({ seconds }) => seconds),
            ...mishaps.flatMap(({ delaySeconds }) => (delaySeconds ? [delaySeconds] : [])),
            ...mishaps.flatMap(({ burst }) => (burst ? [burst] : [])),
        ];
        expect(ranges.filter(([from, to]) => from >= to)).toEqual([]);
    });

    it("make no trouble at all as `instant`", () => {
        expect(profiles.instant).toEqual({ frontEnds: 1, lags: {}, mishaps: [] });
    });
});

test("a choice of trouble is a name, and perhaps a seed", () => {
    expect(parseTroubleChoice("realistic:42")).toEqual({ name: "realistic", seed: 42 });
    expect(parseTroubleChoice("hostile")).toEqual({ name: "hostile", seed: 1 });
    for (const text of ["", "friendly", "hostile:", "hostile:x", "toString"]) {
        expect(() => parseTroubleChoice(text)).toThrow("Use instant, realistic, hostile");
    }
});
