import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../src/proof/report";
import type { RunningTenant } from "microsoft-local-tenant";
import { LocalLogin, startTrustedTenant, tenantEnvironment } from "../verification/localLogin";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exportOf, type Run } from "./support";

const day = 86_400_000;
const key = rsaKey();
/** Ends in ten days and a bit. */
const credential = credentialOf(key, new Date(Date.now() - day), new Date(Date.now() + 10.5 * day));
let folder: string;
let tenant: RunningTenant;
let login: LocalLogin;
let env: NodeJS.ProcessEnv;

/**
 * A `pulumi` that knows the stacks `good`, `unknown`, whose application the tenant does not know, and `broken`. The state
 * of `moved` has another connection after the verification has begun.
 */
function writeFakePulumi(): void {
    const outputs = { connection: login.connection, ...credential };
    const unknown = { ...login.connection, clientId: "99999999-0000-4000-8000-000000000000" };
    const files: Record<string, string> = {
        "good-outputs": JSON.stringify(outputs),
        "unknown-outputs": JSON.stringify({ ...outputs, connection: unknown }),
        good: exportOf(outputs),
        moved: exportOf({ ...outputs, connection: unknown }),
        unknown: exportOf({ ...outputs, connection: unknown }),
        ls: JSON.stringify(["unknown", "good", "broken"].map((name) => ({ name }))),
    };
    for (const [name, content] of Object.entries(files)) {
        writeFileSync(join(folder, name), content);
    }
    const script = `#!/bin/sh
cd "${folder}"
[ "$2" = ls ] && exec cat ls
name=none
for word in "$@"; do case "$word" in good|unknown|moved) name=$word;; esac; done
echo "$1 $2" >> commands
case "$*" in *--show-secrets*moved*) name=good;; esac
[ "$2" = export ] && [ -f "$name" ] && exec cat "$name"
echo "error: no stack named 'broken' found" >&2
exit 6
`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
}

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    tenant = await startTrustedTenant(folder);
    login = await LocalLogin.complete(tenant, credential);
    writeFakePulumi();
    env = {
        ...tenantEnvironment(tenant),
        PATH: `${folder}:/usr/bin:/bin`,
    };
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const verify = (...args: string[]): Promise<Run> => inThisProcess(["verify", "--timeout", "0", ...args], { env });

describe("verify --all", () => {
    test("has a row for each stack by name, also for one that cannot be read, and ends as the worst of them", async () => {
        const run = await verify("--all");
        expect(run.stdout.match(/^(broken|good|unknown) +\S+/gm)).toEqual([
            expect.stringMatching(/^broken +unreadable$/),
            expect.stringMatching(/^good +proved$/),
            expect.stringMatching(/^unknown +not-proved-/),
        ]);
        expect(run.stdout).toMatch(/^broken +unreadable +pulumi cannot read the stack: no stack named 'broken'/m);
        expect(run.stdout).toMatch(/\n\n1 of 3 proved\n$/);
        expect(run.status).toBe(2);
    });

    test("prints nothing on standard output but the format that was asked for", async () => {
        const run = await verify("--all", "--format", "json", "--parallel", "1");
        const report = JSON.parse(run.stdout) as Report;
        expect(report.exitStatus).toBe(run.status);
        expect(report.logins.map(({ name, verdict }) => [name, verdict])).toEqual([
            ["broken", "unreadable"],
            ["good", "proved"],
            ["unknown", "not-proved-in-time"],
        ]);
        expect(report.logins[1]?.connection?.organization).toBe(login.connection.organization);
        expect(run.stdout).not.toContain("PRIVATE KEY");
    });
});

describe("verify", () => {
    test("takes several files, and tells the agent of a pipeline about the one that fails", async () => {
        const files = [join(folder, "good-outputs"), join(folder, "unknown-outputs")];
        const args = ["verify", "--timeout", "0", "--format", "junit", ...files.flatMap((file) => ["--file", file])];
        const run = await inThisProcess(args, { env: { ...env, GITHUB_ACTIONS: "true" } });
        expect(run.status).toBe(3);
        expect(run.stdout).toMatch(/^<\?xml[^]*<\/testsuites>\n$/);
        expect(run.stdout.match(/<testsuite .*?name="([^"]*)"/g)).toHaveLength(2);
        expect(run.stderr).toMatch(/^::error title=exo-unattended verify::.*unknown-outputs: Sign-in: AADSTS700016/m);
    });

    test("reports a login that cannot be read in every format for programs", async () => {
        const run = await verify("--stack", "broken", "--format", "markdown");
        expect(run.status).toBe(2);
        expect(run.stdout).toMatch(/\| broken \| ❌ unreadable \|/);
    });

    test.each([
        [["--warn-days"], 4, /, but its certificate ends soon, on 20..-..-..T..:..:..Z: renew it\n$/],
        [["--warn-days", "11"], 4, /ends soon/],
        [["--warn-days", "10"], 0, /\)\n$/],
    ])("with %j ends with %i for a certificate of ten days", async (args, status, text) => {
        const run = await verify("--stack", "good", ...args);
        expect(run.status).toBe(status);
        expect(run.stdout).toMatch(text);
    });

    test("skips PowerShell for a tenant on this machine, with the reason", async () => {
        const run = await verify("--stack", "good", "--engine", "powershell");
        expect(run.status).toBe(0);
        expect(run.stdout).toMatch(/\nPowerShell +skipped +Microsoft's module cannot reach/);
    });

    test.each([
        ["a warning of no days", ["--stack", "good", "--warn-days", "0"], /whole number from 1 to 3650/],
        ["one key for all", ["--all", "--key-file", "key.pem"], /--key-file and --attest are for one login/],
        ["one attestation for all", ["--all", "--attest", "new.json"], /--key-file and --attest are for one login/],
        ["a login twice", ["--stack", "good", "--stack", "good"], /named twice/],
        ["all and some", ["--all", "--stack", "good"], /--stack and --all exclude each other/],
        [
            "an unknown format",
            ["--stack", "good", "--format", "xml"],
            /Allowed choices are table, json, junit, markdown/,
        ],
        ["--force alone", ["--stack", "good", "--force"], /--force goes with --attest/],
    ])("refuses %s with status 2", async (_, args, message) => {
        const run = await verify(...args);
        expect(run.status).toBe(2);
        expect(run.stdout).toBe("");
        expect(run.stderr).toMatch(message);
    });
});

describe("an attestation", () => {
    const file = (): string => join(folder, "proof.json");
    const check = (...args: string[]): Promise<Run> =>
        inThisProcess(["attestation", "check", file(), ...args], { env });

    test("is written for a proved login, readable by all, and not over another file without --force", async () => {
        const first = await verify("--stack", "good", "--attest", file());
        expect(first.stderr).toContain(`attested in ${file()}\n`);
        expect(first.status).toBe(0);
        expect(statSync(file()).mode & 0o777).toBe(0o644);
        const second = await verify("--stack", "good", "--attest", file());
        expect(second).toEqual({ status: 2, stdout: "", stderr: `error: ${file()} exists; --force replaces it\n` });
        expect((await verify("--stack", "good", "--attest", file(), "--force")).status).toBe(0);
    });

    test("takes two commands: one for the login, and one that looks whether it is still the stack's", async () => {
        rmSync(join(folder, "commands"));
        await verify("--stack", "good", "--attest", file(), "--force");
        expect(readFileSync(join(folder, "commands"), "utf8")).toBe("stack export\nstack export\n");
    });

    test("says which state of the stack was proved", () => {
        const { payload } = JSON.parse(readFileSync(file(), "utf8")) as { payload: string };
        expect(JSON.parse(Buffer.from(payload, "base64").toString())).toMatchObject({
            predicate: {
                stack: { name: "good", updatedAt: "2026-08-20T08:00:00.5Z", pulumiVersion: "3.259.0" },
                connection: login.connection,
            },
        });
    });

    test("is checked against a stack, a certificate or a thumbprint, each with its own exit status", async () => {
        const { thumbprint, thumbprintSha256 } = login.connection;
        writeFileSync(join(folder, "certificate.pem"), credential.certificatePem);
        for (const expected of [
            ["--stack", "good"],
            ["--certificate", join(folder, "certificate.pem")],
            ["--thumbprint", thumbprint.toLowerCase()],
            ["--thumbprint", thumbprintSha256.replace(/..(?!$)/g, "$&:")],
        ]) {
            const run = await check(...expected);
            expect(run.stdout).toMatch(
                /^genuine, but of a local tenant: exoip\.onmicrosoft\.com, proved at .*Z; a tenant on the verifier's machine/,
            );
            expect(run.status).toBe(8);
        }
        const renewed = connectionOf(credentialOf(key)).thumbprint;
        const replaced = await check("--thumbprint", renewed);
        expect(replaced.stdout).toMatch(/^genuine, but for another certificate: .*; it is for the certificate /);
        expect(replaced.status).toBe(6);
        writeFileSync(file(), readFileSync(file(), "utf8").replace("vnd", "vmd"));
        const changed = await check("--thumbprint", thumbprint);
        expect(changed).toEqual({
            status: 1,
            stdout: "changed or forged; the file is not as it was written\n",
            stderr: "",
        });
        writeFileSync(file(), "{}");
        expect((await check("--thumbprint", thumbprint)).status).toBe(2);
        expect((await check()).stderr).toMatch(/^error: give one of --stack/);
    });

    test("is not written for what is not proved, nor for a state that has changed meanwhile", async () => {
        const path = join(folder, "none.json");
        const refused = await verify("--stack", "unknown", "--attest", path);
        expect(refused.status).toBe(3);
        expect(refused.stderr).toContain(`nothing is attested: ${path} is not written\n`);
        const moved = await verify("--stack", "moved", "--attest", path);
        expect(moved.status).toBe(2);
        expect(moved.stderr).toMatch(/error: the stack was updated while it was verified/);
        expect(() => statSync(path)).toThrow(/ENOENT/);
    });
});
