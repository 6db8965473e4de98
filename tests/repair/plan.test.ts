import { applyRepair, type RepairEffects } from "../../src/repair/apply";
import { compare } from "../../src/repair/compare";
import {
    planLines,
    planRepair,
    isEmpty,
    adoptedApplications,
    type Approval,
    type RepairPlan,
} from "../../src/repair/plan";
import type { StackLock } from "../../src/pulumi/locks";
import type { PendingOperation } from "../../src/pulumi/state";
import { idsOf } from "../../src/graph/tenantView";
import { comparedOf, components, login, stateOf, urnOf } from "./support";

const lock = (process: StackLock["process"]): StackLock => ({
    holder: `one that is ${process}`,
    since: undefined,
    process,
});
const pending: PendingOperation = { urn: urnOf("Application", "exo"), type: "creating" };
const lost = login("a", { credentials: [] });
const nothing: Approval = { adopt: [], unknownLocks: false };
/** The application is in the tenant only; a former one, which is in the state only, has a credential to be forgotten. */
const gone = login("b");
const both = compare(
    comparedOf([...stateOf(gone)], [lost], { tenant: { logins: [lost], gone: new Set(idsOf(gone)) } }),
);
const plan = (approval = nothing, locks: StackLock[] = [], pendingOperations: PendingOperation[] = []): RepairPlan =>
    planRepair(both, { locks, pendingOperations }, approval);

describe("the plan of a repair", () => {
    test("adopts an application and what belongs to it only with its client id", () => {
        expect(adoptedApplications(both)).toEqual(["client-a"]);
        expect(plan().adopt).toEqual([]);
        expect(plan({ ...nothing, adopt: ["client-b"] }).adopt).toEqual([]);
        expect(plan({ ...nothing, adopt: ["client-a"] }).adopt.map(({ kind }) => kind)).toEqual([
            "Application",
            "ServicePrincipal",
            "AppRoleAssignment",
            "DirectoryRoleAssignment",
        ]);
    });

    test("adopts the grants of the stack's own application without it", () => {
        const state = stateOf(login("a", { credentials: [] })).slice(0, 5);
        const findings = compare(comparedOf(state, [lost]));
        expect(planRepair(findings, { locks: [], pendingOperations: [] }, nothing).adopt).toHaveLength(3);
    });

    test("keeps pending operations, which show where an application comes from, until its adoption is decided", () => {
        expect(plan(nothing, [], [pending])).toMatchObject({ forget: [], pendingOperations: [] });
        expect(plan({ ...nothing, adopt: ["client-a"] }, [], [pending]).pendingOperations).toEqual([pending]);
        expect(plan().forget).toHaveLength(1);
    });

    test.each([
        ["running", false, 0],
        ["running", true, 0],
        ["ended", false, 1],
        ["unknown", false, 0],
        ["unknown", true, 1],
    ] as const)(
        "of a lock whose process is %s, with approval for unknown ones %s, releases %i",
        (process, yes, count) => {
            expect(plan({ adopt: [], unknownLocks: yes }, [lock(process)]).locks).toHaveLength(count);
        },
    );

    test("is shown as commands, with names quoted for the shell", () => {
        const lines = planLines({ ...plan(nothing, [lock("ended")]), refresh: ["urn:a'b"] });
        expect(lines[0]).toBe("pulumi cancel   # releases the lock of one that is ended");
        expect(lines[1]).toMatch(/^pulumi state delete 'urn:\S+' {3}# b\/certificate\/key-b$/);
        expect(lines[2]).toBe(`pulumi refresh --target 'urn:a'\\''b'`);
    });

    test("is empty when there is nothing to do", () => {
        expect(isEmpty(planRepair([], { locks: [lock("running")], pendingOperations: [] }, nothing))).toBe(true);
        expect(isEmpty(plan())).toBe(false);
    });
});

describe("carrying a plan out", () => {
    async function steps(given: RepairPlan, failing?: keyof RepairEffects): Promise<string[]> {
        const done: string[] = [];
        const effect =
            (name: keyof RepairEffects) =>
            (...args: readonly unknown[]): Promise<void> => {
                done.push(args.length === 0 ? name : `${name} ${String((args[0] as unknown[]).length)}`);
                return failing === name ? Promise.reject(new Error(name)) : Promise.resolve();
            };
        const effects: RepairEffects = {
            releaseLocks: effect("releaseLocks"),
            editState: effect("editState"),
            refresh: effect("refresh"),
            readState: () => Promise.resolve(components()),
            importResources: () => effect("importResources")(),
        };
        await applyRepair(given, effects).catch(() => undefined);
        return done;
    }
    const whole = { adopt: ["client-a"], unknownLocks: false };

    test("releases the lock, forgets, refreshes, and adopts last", async () => {
        expect(await steps(plan(whole, [lock("ended")]))).toEqual([
            "releaseLocks",
            "editState 1",
            "refresh 4",
            "importResources",
        ]);
    });

    test("clears pending operations after the adoption that they explain", async () => {
        const given = { ...plan(whole, [], [pending]), forget: [], refresh: [] };
        expect(await steps(given)).toEqual(["importResources", "editState 0"]);
        expect(await steps(given, "importResources")).toEqual(["importResources"]);
        expect(await steps({ ...given, adopt: [] })).toEqual(["editState 0"]);
    });

    test("does nothing after a step that fails", async () => {
        expect(await steps(plan(whole, [lock("ended")]), "editState")).toEqual(["releaseLocks", "editState 1"]);
    });
});
