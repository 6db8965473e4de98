import { ExitStatus } from "../../src/errors/exitStatus";
import { UserError } from "../../src/errors/userError";
import { approvalsOf } from "../../src/promotion/approval";
import type { PromotionEnd } from "../../src/promotion/promote";
import { promoteStage, stageStatus, type StageOptions, type TargetOutcome } from "../../src/promotion/promoteStage";
import { refusals } from "../../src/promotion/refusals";
import type { SharedSource } from "../../src/promotion/sharedSource";

const promoted: PromotionEnd = { end: "promoted", seal: "s", definition: "d", changes: [] };

const silent = { tell: () => undefined, ended: () => undefined };

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
        ...{ waves: [Object.keys(behaviours)], parallel: 1, soakMs: 0, maxRefusedPercent: 0, ...silent },
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

    it("does not count an update that throttling ended as a failure, and leaves its new plan to the next run", async () => {
        const result = await promoteAll({
            a: [refusals.updateCutOff("a")],
            b: [refusals.previewUnknown("b", ["429"])],
        });
        expect(result.tried).toEqual(["a", "b", "b"]);
        expect(result.outcomes).toEqual({ a: "undecided", b: "verified" });
        expect(result.status).toBe(ExitStatus.Undecided);
    });

    it("tries a stale plan again, which another run may have applied meanwhile, before it counts as refused", async () => {
        const stale = refusals.planStale("x", "0".repeat(64), ["the target's state"]);
        const result = await promoteAll({ a: [stale], b: [stale, stale] });
        expect(result).toMatchObject({ tried: ["a", "b", "a", "b"], outcomes: { a: "verified", b: "refused" } });
    });

    it("gives each target its own approvals, so that one whose seal is not among them is not approved, and not refused", () => {
        const seals: Readonly<Record<string, readonly string[]>> = { a: ["1", "2"], b: ["3"], c: ["4"] };
        const approved = approvalsOf(
            ["a", "b", "c"],
            ["2", "3"],
            (stack, digest) => seals[stack]?.includes(digest) === true,
        );
        expect([...approved]).toEqual([
            ["a", ["2"]],
            ["b", ["3"]],
            ["c", []],
        ]);
        // The digest of no target is a wrong approval for each.
        expect(approvalsOf(["a", "b"], ["9"], () => false).get("b")).toEqual(["9"]);
    });

    it("asks nobody twice for an approval", async () => {
        const missing = refusals.approvalMissing("a", "d");
        expect((await promoteAll({ a: [missing], b: [] })).tried).toEqual(["a", "b"]);
    });

    it("has so many under way at the same time, and no more, until all are decided", async () => {
        const underWay = new Set<string>();
        let most = 0;
        const stacks = Array.from({ length: 20 }, (_, index) => `stack-${index}`);
        const outcomes = await promoteStage({
            ...{ waves: [stacks.slice(0, 2), stacks.slice(2)], parallel: 4, soakMs: 0, maxRefusedPercent: 100 },
            ...silent,
            sleep: () => Promise.resolve(),
            promoteTo: async (stack) => {
                underWay.add(stack);
                most = Math.max(most, underWay.size);
                // A wave never overlaps with the one before.
                expect([...underWay].every((one) => stacks.indexOf(one) < 2 === stacks.indexOf(stack) < 2)).toBe(true);
                await new Promise((resolve) => setTimeout(resolve, stacks.indexOf(stack) % 3));
                underWay.delete(stack);
                if (stack.endsWith("3")) {
                    throw refused;
                }
                return promoted;
            },
        });
        expect(most).toBe(4);
        expect(outcomes.map(({ to, outcome }) => [to, outcome])).toEqual(
            stacks.map((stack) => [stack, stack.endsWith("3") ? "refused" : "verified"]),
        );
    });

    it("keeps nobody waiting for a target that takes long", async () => {
        let release: () => void = () => undefined;
        const slow = new Promise<void>((resolve) => (release = resolve));
        const ended: string[] = [];
        await promoteStage({
            ...{ waves: [["slow", "a", "b", "c"]], parallel: 2, soakMs: 0, maxRefusedPercent: 0 },
            ...silent,
            sleep: () => Promise.resolve(),
            promoteTo: async (stack) => {
                if (stack === "slow") {
                    await slow;
                } else if (stack === "c") {
                    release();
                }
                ended.push(stack);
                return promoted;
            },
        });
        expect(ended).toEqual(["a", "b", "c", "slow"]);
    });

    it("begins nothing more after an interruption, and lets end what is under way", async () => {
        const interrupted = new UserError("interrupted", "", { exitStatus: ExitStatus.Interrupted });
        const events: string[] = [];
        const stage = promoteStage({
            ...{ waves: [["a", "b", "c"], ["d"]], parallel: 2, soakMs: 0, maxRefusedPercent: 100 },
            ...silent,
            sleep: () => Promise.resolve(),
            promoteTo: async (stack) => {
                events.push(`${stack} begins`);
                if (stack === "a") {
                    throw interrupted;
                }
                await new Promise((resolve) => setTimeout(resolve, 5));
                events.push(`${stack} ends`);
                return promoted;
            },
        });
        await expect(stage).rejects.toBe(interrupted);
        expect(events).toEqual(["a begins", "b begins", "b ends"]);
    });

    it("gives the targets of a wave one source, and those that are tried again another", async () => {
        const sources = new Map<SharedSource, string[]>();
        await promoteStage({
            ...{ waves: [["a", "b"], ["c"]], parallel: 2, soakMs: 0, maxRefusedPercent: 0 },
            ...silent,
            sleep: () => Promise.resolve(),
            promoteTo: (stack, source) => {
                const isFirst = ![...sources.values()].flat().includes(stack);
                sources.set(source, [...(sources.get(source) ?? []), stack]);
                return stack === "b" && isFirst ? Promise.reject(locked) : Promise.resolve(promoted);
            },
        });
        expect([...sources.values()]).toEqual([["a", "b"], ["b"], ["c"]]);
    });

    it("ends at a defect of its own", async () => {
        await expect(promoteAll({ a: [new Error("defect")], b: [] })).rejects.toThrow("defect");
    });
});
