import { checkClock } from "../../src/preflight/clock";

const entra = new Date("2026-06-01T00:00:00Z");
const ahead = (seconds: number): string => {
    const { result, evidence } = checkClock(entra, new Date(entra.getTime() + seconds * 1000));
    return `${result}: ${evidence}`;
};

describe("this machine's clock", () => {
    test("may differ from Microsoft Entra's by less than five minutes", () => {
        expect(ahead(0)).toBe("passed: this machine's clock is 0 s ahead of Microsoft Entra's");
        expect(ahead(-299)).toBe("passed: this machine's clock is 299 s behind Microsoft Entra's");
        expect(ahead(300)).toBe("failed: this machine's clock is 300 s ahead of Microsoft Entra's");
        expect(ahead(-3600)).toMatch(/^failed: .* 3600 s behind/);
    });

    test("is not judged when Microsoft Entra's is not known", () => {
        expect(checkClock(undefined, entra).result).toBe("skipped");
    });
});
