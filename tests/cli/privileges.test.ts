import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningTenant } from "microsoft-local-tenant";
import type { PrivilegesReport } from "../../src/privileges/report";
import { LocalLogin, startTrustedTenant, tenantEnvironment } from "../verification/localLogin";
import { credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exportOf, type Run } from "./support";

const credential = credentialOf(rsaKey());
const globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const recipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e";
let folder: string;
let tenant: RunningTenant;
let env: NodeJS.ProcessEnv;

/** A login with Exchange Administrator in a tenant, a `pulumi` that has it as two stacks, and scripts. */
beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    tenant = await startTrustedTenant(folder);
    const { connection } = await LocalLogin.complete(tenant, credential);
    const files = {
        administrator: exportOf({ connection, ...credential }),
        recipients: exportOf({ connection: { ...connection, roles: [recipientAdministrator] }, ...credential }),
        reader: exportOf({ connection: { ...connection, roles: [globalReader] }, ...credential }),
        "read.ps1": "Get-EXOMailbox -ResultSize Unlimited | Select-Object Name, Alias\n",
        "change.ps1":
            "Get-AcceptedDomain; Get-Mailbox | Set-Mailbox -Type Shared\nTest-ServicePrincipalAuthorization x\nGet-Label\n",
        "ask.ps1": "Set-Mailbox -Type Shared\nTest-ServicePrincipalAuthorization x\n",
        "nothing.ps1": "Write-Host 'Set-Mailbox'\n",
    };
    for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(folder, name), content);
    }
    const pulumi = `#!/bin/sh
for word in "$@"; do case "$word" in administrator|recipients|reader) exec cat "${folder}/$word";; esac; done
echo "error: no stack" >&2
exit 6
`;
    writeFileSync(join(folder, "pulumi"), pulumi, { mode: 0o755 });
    env = { ...tenantEnvironment(tenant), PATH: `${folder}:/usr/bin:/bin` };
});
afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const privileges = (...args: string[]): Promise<Run> =>
    inThisProcess(["privileges", ...args.map((arg) => (arg.endsWith(".ps1") ? join(folder, arg) : arg))], { env });

describe("exo-unattended privileges", () => {
    test("shows what a script needs, without a stack and without pulumi", async () => {
        const run = await privileges("read.ps1");
        expect(run).toMatchObject({ status: 0, stderr: "" });
        expect(run.stdout).toMatch(
            /\nGet-EXOMailbox +View-Only Recipients +View-Only Organization +Global Reader +observed +yes\n/,
        );
        expect(run.stdout).toContain("\n  Directory role: Global Reader\n");
    });

    test("reads standard input, in the encoding of Windows too", async () => {
        const input = Buffer.from("\uFEFFGet-InboxRule", "utf16le").toString("latin1");
        const run = await inThisProcess(["privileges", "--format", "json", "-"], { input: "Get-InboxRule", env });
        const { scripts } = JSON.parse(run.stdout) as PrivilegesReport;
        expect(scripts.map(({ name, cmdlets }) => [name, ...cmdlets.map(({ cmdlet }) => cmdlet)])).toEqual([
            ["standard input", "Get-InboxRule"],
        ]);
        writeFileSync(join(folder, "utf16.ps1"), input, "latin1");
        expect((await privileges("utf16.ps1")).stdout).toContain("\nGet-InboxRule ");
    });

    test.each([
        ["has too little", ["--stack", "recipients", "--format", "json", "change.ps1", "nothing.ps1"], 1],
        ["is undecided", ["--stack", "recipients", "ask.ps1"], 7],
        ["fits", ["--stack", "reader", "read.ps1"], 0],
        ["needs nothing", ["--stack", "administrator", "nothing.ps1"], 9],
        ["has more than the script needs", ["--stack", "administrator", "read.ps1"], 9],
        ["names a stack that does not exist", ["--stack", "other", "read.ps1"], 2],
        ["names a script that does not exist", ["gone.ps1"], 2],
        ["asks without a login", ["--ask", "read.ps1"], 2],
        ["has a key that is not needed", ["--key-file", "x", "--stack", "administrator", "read.ps1"], 2],
    ])("ends a call that %s with a status of its own: %j", async (_, args, status) => {
        const run = await privileges(...args);
        expect(run.status).toBe(status);
        expect(run.stdout + run.stderr).not.toMatch(/\n +at |undefined/);
    });

    test("refuses a script that is named twice, by another path too", async () => {
        const run = await inThisProcess(["privileges", join(folder, "read.ps1"), `${folder}/./read.ps1`], { env });
        expect(run).toMatchObject({ status: 2, stderr: "error: the same script is named twice\n" });
    });

    test("asks the tenant with the login of a stack, and compares its answer with the table", async () => {
        const run = await privileges("--ask", "--stack", "administrator", "read.ps1", "ask.ps1");
        expect(run.status).toBe(7);
        expect(run.stdout).toMatch(/\nSet-Mailbox .* asked +yes\n/);
        expect(run.stdout).toContain("They agree on every cmdlet that was answered.");
        expect(run.stdout).toContain("Test-ServicePrincipalAuthorization: no answer, the service does");
        expect(run.stdout + run.stderr).not.toMatch(/eyJ|PRIVATE KEY/);
    });
});

describe("exo-unattended verify --script", () => {
    test("runs the cmdlets of the script that only read, and lists the others as not run", async () => {
        const run = await inThisProcess(
            ["verify", "--stack", "administrator", "--timeout", "1m", "--script", join(folder, "change.ps1")],
            { env },
        );
        expect(run.status).toBe(0);
        expect(run.stdout.match(/^(Get|Set|Test)-\S+ +(passed|skipped) +.{6}/gm)).toEqual(
            [
                "Get-AcceptedDomain                  passed   it ran",
                "Get-Mailbox                         passed   it ran",
                "Test-ServicePrincipalAuthorization  skipped  not ru",
                "Get-Label                           skipped  not ru",
                "Set-Mailbox                         skipped  not ru",
            ].map((line) => expect.stringMatching(new RegExp(`^${line.trimEnd()}`)) as string),
        );
        expect(run.stdout).toMatch(
            /\nproved: the unattended login works \(.*\); skipped: "Test-ServicePrincipalAuthorization", "Get-Label", "Set-Mailbox"\n$/,
        );
    });

    test("cannot end at the token", async () => {
        const run = await inThisProcess(
            ["verify", "--stack", "administrator", "--until", "token", "--script", join(folder, "read.ps1")],
            { env },
        );
        expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining("ends at the token") as string });
    });
});
