import { readFileSync } from "node:fs";
import path from "node:path";
import { main } from "../cli/support";
import { expectChanges, LocalStack } from "./lifecycle/localStack";
import type { Result } from "./project";

jest.setTimeout(120_000);

let stack: LocalStack;

beforeAll(async () => {
    stack = await LocalStack.create();
    expect((await stack.up()).status).toBe(0);
});
afterAll(() => stack.close());

const command = (...args: string[]): Promise<Result> =>
    stack.project.execute("node", [main, ...args, "--stack", "test"]);

test("a revoked login cannot sign in, stays revoked in the next update, and works again when it is given back", async () => {
    const record = path.join(stack.project.folder, "revoked.json");
    const revoked = await command("revoke", "--reason", "the key was in a log", "--measure", "0", "--record", record);
    // Tokens from before work until they end, here as at Microsoft.
    expect({ status: revoked.status, output: revoked.status === 3 ? "" : revoked.output }).toEqual({
        status: 3,
        output: "",
    });
    expect(revoked.stdout).toMatch(/^New sign-ins +passed +refused after \d+ s/m);
    expect(JSON.parse(readFileSync(record, "utf8"))).toMatchObject({
        action: "revoke",
        reason: "the key was in a log",
        checks: [{ result: "passed" }, { title: "Issued token", result: "warning" }, { title: "Owners" }],
    });

    expectChanges(await stack.up());
    expect((await command("verify", "--timeout", "0")).status).toBe(1);
    const renewal = await command("renew", "--compromised", "current");
    expect([renewal.status, renewal.stderr]).toEqual([2, expect.stringContaining("the login is revoked")]);

    const revived = await command("revive", "--reason", "the key was not used");
    expect({ status: revived.status, output: revived.status === 0 ? "" : revived.output }).toEqual({
        status: 0,
        output: "",
    });
    expectChanges(await stack.up());
    expect((await command("revive", "--reason", "again")).status).toBe(2);
});

test("a revocation that would change something else is not made, and says how to stop sign-ins at once", async () => {
    stack.configure({ displayName: "Another name" });
    const { status, output } = await command("revoke", "--reason", "a drill");
    expect(status).toBe(12);
    expect(output.replace(/\s+/g, " ")).toMatch(/would also change something else: update urn:.*az ad sp update/);
    expectChanges(await stack.up(), ["update azuread:Application exo"]);
});
