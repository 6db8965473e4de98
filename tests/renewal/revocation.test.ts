import { ExitStatus } from "../../src/errors/exitStatus";
import type { PlannedStep } from "../../src/pulumi/preview";
import { carryOut, type Direction } from "../../src/renewal/revocation";
import { plannedStep } from "./world";

const role = "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment";
const principal = plannedStep("update", "azuread:index/servicePrincipal:ServicePrincipal", "exo");

const application = plannedStep("update", "azuread:index/application:Application", "exo");

/** Runs it with that preview. Returns what happened, in order. */
async function happens(direction: Direction, steps: PlannedStep[], errors: string[] = []): Promise<string[]> {
    const done: string[] = [];
    await carryOut(direction, "a drill", direction === "revive" ? "it leaked" : undefined, {
        setRevoked: (reason) => {
            done.push(`revoked: ${reason ?? "no"}`);
            return Promise.resolve();
        },
        preview: () => Promise.resolve({ steps, errors }),
        update: (message) => {
            done.push(message);
            return Promise.resolve();
        },
    }).catch((error: unknown) => {
        done.push(String(error));
        expect(error).toMatchObject({ exitStatus: ExitStatus.PersonNeeded });
    });
    return done;
}

test("a revocation removes roles, and its end assigns them again; both are in the configuration first", async () => {
    expect(await happens("revoke", [principal, plannedStep("delete", role, "exo-Reader")])).toEqual([
        "revoked: a drill",
        "revoke: a drill",
    ]);
    expect(await happens("revive", [principal, plannedStep("create", role, "exo-Reader")])).toEqual([
        "revoked: no",
        "revive: a drill",
    ]);
});

test.each<[string, Direction, PlannedStep[], string[], string]>([
    ["would change the application too", "revoke", [application], [], "revoked: no"],
    ["would assign roles", "revoke", [plannedStep("create", role, "exo-Reader")], [], "revoked: no"],
    ["would remove roles", "revive", [plannedStep("delete", role, "exo-Reader")], [], "revoked: it leaked"],
    ["has a preview that fails", "revoke", [], ["the organization is missing"], "revoked: no"],
])("one that %s is not made, and the configuration is as it was", async (_, direction, steps, errors, restored) => {
    const done = await happens(direction, steps, errors);
    expect(done.slice(1, 2)).toEqual([restored]);
    expect(done.at(-1)).toMatch(/an update would also change something else/);
    expect(done.at(-1)?.includes("az ad sp update")).toBe(direction === "revoke");
});
