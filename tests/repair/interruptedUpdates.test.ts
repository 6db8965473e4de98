import type { PastUpdate } from "../../src/pulumi/history";
import type { Interruption } from "../../src/repair/interruption";
import { interruptedUpdates } from "../../src/repair/interruptedUpdates";
import { components } from "./support";

const at = (time: string): string => `2026-11-26T${time}Z`;
const update = (startedAt: string, endedAt: string | undefined, changes: Partial<PastUpdate> = {}): PastUpdate => ({
    kind: "update",
    startedAt: at(startedAt),
    endedAt: endedAt === undefined ? undefined : at(endedAt),
    config: {},
    succeeded: false,
    ...changes,
});
const none: Interruption = { locks: [], pendingOperations: [] };
const pending: Interruption = { locks: [], pendingOperations: [{ urn: "urn", type: "creating" }] };
const locked: Interruption = {
    locks: [{ holder: "", since: at("12:00:00"), process: "ended" }],
    pendingOperations: [],
};
const state = { resources: components(), writtenAt: at("12:03:00") };

/** Whether one of the interrupted updates was running at that time. */
function covers(time: string, ...given: Partial<Parameters<typeof interruptedUpdates>>): boolean {
    const [history = [], interruption = none, deployment = state, aheadMs = 0] = given;
    const spans = interruptedUpdates(history, interruption, deployment, aheadMs);
    return spans.some(({ from, to }) => from <= Date.parse(at(time)) && Date.parse(at(time)) <= to);
}

describe("the times of updates that did not complete", () => {
    test("are those of updates that failed", () => {
        const history = [update("10:00:00", "10:05:00")];
        expect(covers("10:02:00", history)).toBe(true);
        expect(covers("09:58:00", history)).toBe(false);
        expect(covers("10:07:00", history)).toBe(false);
    });

    test("are not those of updates that succeeded, nor of other commands", () => {
        const history = [
            update("10:00:00", "10:05:00", { succeeded: true }),
            update("11:00:00", "11:05:00", { kind: "refresh" }),
        ];
        expect(covers("10:02:00", history)).toBe(false);
        expect(covers("11:02:00", history)).toBe(false);
    });

    test("begin with the lock of an update that was killed, and end soon after the last state", () => {
        const history = [update("10:00:00", "10:05:00", { succeeded: true })];
        expect(covers("12:02:00", history, locked)).toBe(true);
        expect(covers("11:00:00", history, locked)).toBe(false);
        expect(covers("12:30:00", history, locked)).toBe(false);
    });

    test("begin with the update before, when only pending operations tell of one that was killed", () => {
        const history = [update("10:00:00", "10:05:00", { succeeded: true })];
        expect(covers("11:00:00", history, pending)).toBe(true);
        expect(covers("09:00:00", history, pending)).toBe(false);
    });

    test("begin with the first resource when the first update was killed", () => {
        const resources = components().map((one) => ({ ...one, created: at("11:30:00") }));
        expect(covers("12:00:00", [], pending, { ...state, resources })).toBe(true);
        expect(covers("11:00:00", [], pending, { ...state, resources })).toBe(false);
    });

    test("are by the tenant's clock", () => {
        const history = [update("10:00:00", "10:05:00")];
        expect(covers("11:02:00", history, none, state, 3_600_000)).toBe(true);
        expect(covers("10:02:00", history, none, state, 3_600_000)).toBe(false);
    });

    test("are none when nothing tells of one", () => {
        expect(interruptedUpdates([], none, state, 0)).toEqual([]);
        expect(interruptedUpdates([], pending, { resources: [], writtenAt: undefined }, 0)).toEqual([]);
    });
});
