import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import { checkAttestation } from "../../src/attestation/attestation";
import { main } from "../cli/support";
import { expectChanges, LocalStack } from "./lifecycle/localStack";
import type { Result } from "./project";
import { noted } from "./pulumiCommands";

jest.setTimeout(120_000);

let stack: LocalStack;

beforeAll(async () => {
    stack = await LocalStack.create();
    expect((await stack.up()).status).toBe(0);
});
afterAll(() => stack.close());

const command = (...args: string[]): Promise<Result> =>
    stack.project.execute("node", [main, ...args, "--stack", "test"]);

const isDeactivated = async (): Promise<unknown> =>
    (
        await stack.graph.get<{ readonly isDisabled: unknown }>(
            `/v1.0/applications/${stack.connection().applicationObjectId}?$select=isDisabled`,
        )
    ).isDisabled;

test("a revocation that could not be attested is not begun", async () => {
    const record = path.join(stack.project.folder, "there.json");
    writeFileSync(record, "somebody's");
    const { status, stderr } = await command("revoke", "--reason", "a drill", "--attest", record);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/--attest: .*there\.json exists already/)]);
    expect(readFileSync(record, "utf8")).toBe("somebody's");
    expect(await isDeactivated()).toBeNull();
});

test("a reason that the program would refuse is refused before anything is read", async () => {
    for (const reason of ["two\nlines", "x".repeat(201), " "]) {
        const { status, stderr } = await command("revoke", "--reason", reason);
        expect([status, stderr]).toEqual([2, expect.stringMatching(/--reason: is (not one line of 1 to 200|empty)/)]);
    }
});

test("a revoked login cannot sign in, stays revoked in the next update, and works again when it is given back", async () => {
    const record = path.join(stack.project.folder, "revoked.json");
    const why = ["--reason", "the key was in a log"];
    const { run: revoked, commands } = await noted(stack.project, [
        ...["revoke", ...why, "--measure", "0", "--attest", record, "--stack", "test"],
    ]);
    expect(commands).toEqual([
        ...["config --show-secrets", "config set-all", "preview", "stack export --show-secrets", "up"],
    ]);
    // Tokens from before work until they end, here as at Microsoft.
    expect({ status: revoked.status, output: revoked.status === 3 ? "" : revoked.output }).toEqual({
        status: 3,
        output: "",
    });
    expect(revoked.stdout).toMatch(/^Application +passed +deactivated: no tenant issues tokens/m);
    expect(revoked.stdout).toMatch(/^New sign-ins +passed +refused after \d+ s \(Sign-in: AADSTS7000112/m);
    const { state, attested } = checkAttestation(readFileSync(record), stack.connection().thumbprint, new Date());
    expect([state, attested?.revocation]).toEqual([
        "local",
        { action: "revoke", reason: "the key was in a log", by: expect.any(String) as string },
    ]);

    expectChanges(await stack.up());
    expect(await isDeactivated()).toBe(true);
    const renewal = await command("renew", "--compromised", "current");
    expect([renewal.status, renewal.stderr]).toEqual([2, expect.stringContaining("the login is revoked")]);

    const end = path.join(stack.project.folder, "revived.json");
    const revived = await command("revive", "--reason", "the key was not used", "--attest", end);
    expect({ status: revived.status, output: revived.status === 0 ? "" : revived.output }).toEqual({
        status: 0,
        output: "",
    });
    expect(stack.project.read("Pulumi.test.yaml")).not.toContain("revoked");
    expect(await isDeactivated()).toBe(false);
    const given = checkAttestation(readFileSync(end), stack.connection().thumbprint, new Date());
    expect(given.attested?.revocation).toMatchObject({ action: "revive", reason: "the key was not used" });
    const again = await command("revive", "--reason", "once more");
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("the stack is not revoked")]);
});

test("a revocation and its end go on where they were interrupted", async () => {
    const removeLock = stack.leaveLock();
    const interrupted = await command("revoke", "--reason", "a drill");
    expect([interrupted.status, interrupted.stderr]).toEqual([
        12,
        expect.stringMatching(/the application is deactivated: .* has ended and left its lock.*Then revoke again/),
    ]);
    removeLock();
    const revoked = await command("revoke", "--reason", "a drill");
    // What was signed in before goes on working, and nobody can measure it any more.
    expect([revoked.status, revoked.stdout]).toEqual([3, expect.stringMatching(/^Issued token +skipped/m)]);

    // Killed after the first of its changes; somebody's update comes in between.
    stack.configure({});
    expect((await stack.up()).status).toBe(0);
    const revived = await command("revive", "--reason", "the drill is over");
    expect({ status: revived.status, output: revived.status === 0 ? "" : revived.output }).toEqual({
        status: 0,
        output: "",
    });
    expect(await isDeactivated()).toBe(false);
});

test("a login whose key is kept elsewhere is revoked too, and what could not be measured is named", async () => {
    const certificatePem = toPem(
        selfSigned({
            key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
            serialNumber: Buffer.alloc(16, 7),
            subject: [["2.5.4.3", "exoip.com"]],
            notBefore: new Date(Date.now() - 86_400_000),
            notAfter: new Date(Date.now() + 90 * 86_400_000),
        }),
    );
    stack.configure({ certificates: { supplied: { certificatePem } }, activeCertificate: "supplied" });
    expect((await stack.up()).status).toBe(0);
    const revoked = await command("revoke", "--reason", "a drill");
    expect({ status: revoked.status, output: revoked.status === 3 ? "" : revoked.output }).toEqual({
        status: 3,
        output: "",
    });
    expect(revoked.stdout).toMatch(/^Application +passed +deactivated/m);
    expect(revoked.stdout).toMatch(/^New sign-ins +skipped +not measured: no private key/m);
    expect(await isDeactivated()).toBe(true);
});
