import { readFileSync } from "node:fs";
import path from "node:path";
import { checkAttestation } from "../../src/attestation/attestation";
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
    const revoked = await command("revoke", "--reason", "the key was in a log", "--measure", "0", "--attest", record);
    // Tokens from before work until they end, here as at Microsoft.
    expect({ status: revoked.status, output: revoked.status === 3 ? "" : revoked.output }).toEqual({
        status: 3,
        output: "",
    });
    expect(revoked.stdout).toMatch(/^New sign-ins +passed +refused after \d+ s/m);
    const { state, attested } = checkAttestation(readFileSync(record), stack.connection().thumbprint, new Date());
    expect([state, attested?.revocation]).toEqual([
        "local",
        { action: "revoke", reason: "the key was in a log", by: expect.any(String) as string },
    ]);

    expectChanges(await stack.up());
    const renewal = await command("renew", "--compromised", "current");
    expect([renewal.status, renewal.stderr]).toEqual([2, expect.stringContaining("the login is revoked")]);

    const revived = await command("revive", "--reason", "the key was not used");
    expect({ status: revived.status, output: revived.status === 0 ? "" : revived.output }).toEqual({
        status: 0,
        output: "",
    });
    expect(stack.project.read("Pulumi.test.yaml")).not.toContain("revoked");
});
