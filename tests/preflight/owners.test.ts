import type { Graph } from "../../src/graph/graph";
import { UserError } from "../../src/errors/userError";
import type { PlannedStep } from "../../src/pulumi/preview";
import { ownersOutcome } from "../../src/preflight/owners";

/** A Graph with these objects. */
const graph = (...ids: string[]): Graph =>
    ({
        get: (path: string) => Promise.resolve(ids.some((id) => path.includes(id)) ? { id: "" } : undefined),
    }) as unknown as Graph;

const step = (op: string, owners: unknown): PlannedStep => ({
    ...{ op, urn: "urn", type: "azuread:index/application:Application", id: undefined },
    ...{ inputs: { owners }, parent: undefined, provider: undefined },
});

describe("the owners that an update is to set", () => {
    test.each([
        ["passed", "create", ["a"]],
        ["failed", "create", ["a", "nobody"]],
        ["failed", "update", ["nobody"]],
        ["skipped", "same", ["nobody"]],
        ["skipped", "create", undefined],
    ])("%s: %s with %j", async (result, op, owners) => {
        expect((await ownersOutcome(graph("a"), [step(op, owners)])).result).toBe(result);
    });

    test("are not checked when the deployer may not read them", async () => {
        const refusing = {
            get: () => Promise.reject(new UserError("no", undefined, { httpStatus: 403 })),
        } as unknown as Graph;
        expect(await ownersOutcome(refusing, [step("create", ["a"])])).toMatchObject({ result: "skipped" });
    });
});
