import { interruptionChecks, interruptionFindings } from "../../src/repair/interruption";
import { urnOf } from "./support";

const pendingOperations = [{ urn: urnOf("Application", "exo"), type: "creating" }];
const lock = (process: "running" | "ended" | "unknown") => ({ holder: "a@b (process 1)", since: undefined, process });

describe("what an update that was killed left behind", () => {
    test("is nothing on a stack at rest", () => {
        expect(interruptionChecks("dev", { locks: [], pendingOperations: [] }).map(({ result }) => result)).toEqual([
            "passed",
            "passed",
        ]);
        expect(interruptionFindings("dev", { locks: [], pendingOperations: [] })).toEqual([]);
    });

    test("is a lock, whose holder is named: one that runs is waited for, another is released", () => {
        const [running] = interruptionChecks("dev", { locks: [lock("running")], pendingOperations: [] });
        expect(running).toMatchObject({ result: "failed", remedy: "Wait until that update has ended." });
        const [ended] = interruptionChecks("dev", { locks: [lock("ended")], pendingOperations: [] });
        expect(ended?.evidence).toBe("the stack is locked by a@b (process 1) (it has ended)");
        expect(ended?.remedy).toContain("exo-unattended repair --stack dev");
    });

    test("is what it was doing", () => {
        expect(interruptionFindings("dev", { locks: [], pendingOperations })).toMatchObject([
            { result: "warning", evidence: "an update was interrupted while creating exo" },
        ]);
    });
});
