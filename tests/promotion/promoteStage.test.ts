import { ExitStatus } from "../../src/errors/exitStatus";
import { UserError } from "../../src/errors/userError";
import type { PromotionEnd } from "../../src/promotion/promote";
import { promoteStage, stageStatus, type StageOptions, type TargetOutcome } from "../../src/promotion/promoteStage";
import { refusals } from "../../src/promotion/refusals";

const promoted: PromotionEnd = { end: "promoted", seal: "s", definition: "d", changes: [] };

/** Promotes with what each stack does in its attempts, and notes the order. */
async function promoteAll(
    behaviours: Readonly<Record<string, readonly (Error | undefined)[]>>,
    options: Partial<StageOptions> = {},
): Promise<{
    readonly tried: string[];
    readonly outcomes: Record<string, TargetOutcome["outcome"]>;
    readonly status: ExitStatus;
}> {
    const tried: string[] = [];
    const outcomes = await promoteStage({
        ...{ waves: [Object.keys(behaviours)], soakMs: 0, maxRefusedPercent: 0, tell: () => undefined },
        sleep: (ms) => {
            tried.push(`soak ${ms}`);
            return Promise.resolve();
        },
        promoteTo: (stack) => {
            const error = behaviours[stack]?.[tried.filter((one) => one === stack).length];
            tried.push(stack);
            return error === undefined ? Promise.resolve(promoted) : Promise.reject(error);
        },
        ...options,
    });
    const byStack = Object.fromEntries(outcomes.map(({ to, outcome }) => [to, outcome]));
    return { tried, outcomes: byStack, status: stageStatus(outcomes) };
}

const refused = refusals.targetDrifted("x", ["a role is gone"]);
const locked = refusals.locked("x", "is locked");
const throttled = new UserError("Microsoft Graph answered 429", "Wait.", { httpStatus: 429 });

describe("the promotion of a stage", () => {
    it("goes on with the others of a wave, and tries again at its end what was locked or throttled", async () => {
        const result = await promoteAll({ a: [locked], b: [refused], c: [throttled, throttled], d: [] });
        expect(result.tried).toEqual(["a", "b", "c", "d", "a", "c"]);
        expect(result.outcomes).toEqual({ a: "verified", b: "refused", c: "undecided", d: "verified" });
        expect(result.status).toBe(ExitStatus.Refused);
    });

    it("begins no later wave when too many of one are refused", async () => {
        const behaviours = { a: [], b: [refused], c: [], d: [] };
        const waves = [["a", "b"], ["c"], ["d"]];
        const stopped = await promoteAll(behaviours, { waves });
        expect(stopped.tried).toEqual(["a", "b"]);
        expect(stopped.outcomes).toEqual({ a: "verified", b: "refused", c: "undecided", d: "undecided" });
        expect((await promoteAll(behaviours, { waves, maxRefusedPercent: 50 })).tried).toEqual(["a", "b", "c", "d"]);
    });

    it("does not count undecided targets as failures", async () => {
        const result = await promoteAll({ a: [locked, locked], b: [] }, { waves: [["a"], ["b"]] });
        expect(result.outcomes).toEqual({ a: "undecided", b: "verified" });
        expect(result.status).toBe(ExitStatus.Undecided);
    });

    it("leaves a wave alone for the soak time before the next begins", async () => {
        const { tried, status } = await promoteAll({ a: [], b: [] }, { waves: [["a"], ["b"]], soakMs: 60_000 });
        expect(tried).toEqual(["a", "soak 60000", "b"]);
        expect(status).toBe(ExitStatus.Success);
    });

    it("asks nobody twice for an approval", async () => {
        const missing = refusals.approvalMissing("a", "d");
        expect((await promoteAll({ a: [missing], b: [] })).tried).toEqual(["a", "b"]);
    });

    it("ends at a defect of its own", async () => {
        await expect(promoteAll({ a: [new Error("defect")], b: [] })).rejects.toThrow("defect");
    });
});
