import { UserError } from "../../src/errors/userError";
import { ExitStatus } from "../../src/errors/exitStatus";
import type { PlannedStep } from "../../src/pulumi/preview";
import { carryOut, roleGroupsCheck, type Direction } from "../../src/renewal/revocation";
import { plannedStep } from "./world";

const role = "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment";
const principal = plannedStep("update", "azuread:index/servicePrincipal:ServicePrincipal", "exo");

const application = plannedStep("update", "azuread:index/application:Application", "exo");

const personNeeded = { exitStatus: ExitStatus.PersonNeeded };

/** Runs it with that preview. Returns what happened, in order. */
async function happens(
    direction: Direction,
    steps: PlannedStep[],
    errors: string[] = [],
    graphError?: UserError,
    updateError?: UserError,
): Promise<string[]> {
    const done: string[] = [];
    await carryOut(direction, "a drill", direction === "revive" ? "it leaked" : undefined, {
        clientId: "the client id",
        setRevoked: (reason) => {
            done.push(`revoked: ${reason ?? "no"}`);
            return Promise.resolve();
        },
        preview: () => Promise.resolve({ steps, errors }),
        update: (message) => {
            done.push(message);
            return updateError === undefined ? Promise.resolve() : Promise.reject(updateError);
        },
        setDeactivated: (isDeactivated) => {
            done.push(`deactivated: ${isDeactivated}`);
            return graphError === undefined ? Promise.resolve() : Promise.reject(graphError);
        },
    }).then(
        ({ result, evidence }) => {
            done.push(`${result}: ${evidence}`);
        },
        (error: unknown) => {
            done.push(String(error));
            expect(error).toMatchObject(updateError === undefined ? (graphError ?? personNeeded) : personNeeded);
        },
    );
    return done;
}

test("a revocation removes roles, and its end assigns them again; both are in the configuration first", async () => {
    expect(await happens("revoke", [principal, plannedStep("delete", role, "exo-Reader")])).toEqual([
        "revoked: a drill",
        "deactivated: true",
        "revoke: a drill",
        "passed: deactivated: no tenant issues tokens for it",
    ]);
    expect(await happens("revive", [principal, plannedStep("create", role, "exo-Reader")])).toEqual([
        "revoked: no",
        "deactivated: false",
        "revive: a drill",
        "passed: activated again",
    ]);
});

test("a member of role groups is taken out of them by a command that is safe to paste, whatever the groups' names", () => {
    const [check] = roleGroupsCheck(["Mail ‘n’ more'; exit"], "the client id");
    expect(check?.remedy).toContain(
        "Get-ServicePrincipal -Identity 'the client id'; Remove-RoleGroupMember -Identity 'Mail ‘‘n’’ more''; exit' -Member",
    );
    expect(roleGroupsCheck([], "the client id")).toEqual([]);
});

test("a revocation goes on where the application cannot be deactivated, and says that only this tenant refuses it", async () => {
    const refused = new UserError("Microsoft Graph answered 403", "rights", { httpStatus: 403 });
    expect((await happens("revoke", [principal], [], refused)).slice(2)).toEqual([
        "revoke: a drill",
        "warning: not deactivated, so only this tenant refuses its sign-ins: Microsoft Graph answered 403",
    ]);
});

test("a revocation whose update fails says whether sign-ins are stopped already", async () => {
    const refused = new UserError("Microsoft Graph answered 403", "rights", { httpStatus: 403 });
    const locked = new UserError("an update is running: deploy@build-7.", undefined, personNeeded);
    expect((await happens("revoke", [principal], [], undefined, locked)).at(-1)).toBe(
        "UserError: the application is deactivated: no tenant issues tokens for it. Its service principal and roles are not changed yet: an update is running: deploy@build-7. Then revoke again.",
    );
    expect((await happens("revoke", [principal], [], refused, locked)).at(-1)).toMatch(
        /the application is not deactivated\. .* To stop sign-ins at once: az ad sp update --id the client id --set/,
    );
});

test("the end of a revocation can be tried again when the application cannot be activated", async () => {
    const refused = new UserError("Microsoft Graph answered 403", "rights", { httpStatus: 403 });
    expect((await happens("revive", [principal], [], refused)).slice(1, 3)).toEqual([
        "deactivated: false",
        "revoked: it leaked",
    ]);
    const unknown = new UserError("Microsoft Graph answered 400", "", { httpStatus: 400 });
    expect((await happens("revive", [principal], [], unknown)).slice(2)).toEqual([
        "revive: a drill",
        expect.stringMatching(/^skipped: this tenant cannot deactivate/),
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
    expect(done.at(-1)?.includes("az ad sp update --id the client id ")).toBe(direction === "revoke");
});
