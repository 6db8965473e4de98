import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Connection } from "../../connection/connection";
import type { RunningTenant } from "../../sandbox/tenant";
import { LocalLogin, startTrustedTenant } from "../verification/localLogin";
import { credentialOf, rsaKey } from "../verification/support";
import { exoUnattended, main, type Run } from "./support";

const credential = credentialOf(rsaKey());
let folder: string;
let tenant: RunningTenant;
let login: LocalLogin;
let env: NodeJS.ProcessEnv;

const outputs = (changes: Partial<Connection> = {}): string =>
    JSON.stringify({ connection: { ...login.connection, ...changes }, ...credential });
const unknown: Partial<Connection> = { clientId: "99999999-0000-4000-8000-000000000000" };

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    tenant = await startTrustedTenant(folder);
    env = {
        ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
        EXO_UNATTENDED_EXCHANGE_URL: tenant.url,
        NODE_EXTRA_CA_CERTS: tenant.certificateFile,
    };
    login = await LocalLogin.register(tenant, credential);
    await login.addCertificate(credential);
    await login.grantConsent();
    await login.assignRole();
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

/** Nothing that a run shows may hold the key or a token. */
function expectNoSecret({ stdout, stderr }: Run): void {
    expect(stdout + stderr).not.toContain(credential.privateKeyPem.split("\n")[1]);
    expect(stdout + stderr).not.toMatch(/eyJ/);
}

describe("exo-unattended verify", () => {
    test("ends with 0 and a table of passed checks when the login is proved", async () => {
        const run = await exoUnattended(["verify", "--file", "-", "--timeout", "1m"], { input: outputs(), env });
        expect(run.status).toBe(0);
        expect(
            run.stdout.match(
                /^(Check|Connection|Certificate|Sign-in|Token|Permission|Directory roles|Exchange Online) +\w+/gm,
            ),
        ).toEqual([
            "Check            Result",
            "Connection       passed",
            "Certificate      passed",
            "Sign-in          passed",
            "Token            passed",
            "Permission       passed",
            "Directory roles  passed",
            "Exchange Online  passed",
        ]);
        expect(run.stdout).toMatch(/\n\nproved: the unattended login works \(\d+ attempts?, .*\)\n$/);
        expectNoSecret(run);
    });

    test("takes connection and key from a stack", async () => {
        const script = `#!/bin/sh\ncat <<'END'\n${outputs()}\nEND\n`;
        writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
        const stackEnv = { ...env, PATH: `${folder}:/usr/bin:/bin` };
        const run = await exoUnattended(["verify", "--stack", "prod", "--timeout", "1m"], { env: stackEnv });
        expect(run.status).toBe(0);
    });

    test("ends with 1 for a tenant that does not exist", async () => {
        const input = outputs({ tenantId: "99999999-0000-4000-8000-000000000000" });
        const run = await exoUnattended(["verify", "--file", "-"], { input, env });
        expect(run.status).toBe(1);
        expect(run.stdout).toMatch(/AADSTS90002[^]*\nrefused at "Sign-in"; waiting does not cure it/);
        expectNoSecret(run);
    });

    test("ends with 2 for a local tenant whose certificate it does not trust", async () => {
        const untrusting = { ...env, NODE_EXTRA_CA_CERTS: undefined };
        const run = await exoUnattended(["verify", "--file", "-"], { input: outputs(), env: untrusting });
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/does not trust .*NODE_EXTRA_CA_CERTS/);
    });

    test("ends with 3 for what may pass with time, and says in plain lines what it waits for", async () => {
        const run = await exoUnattended(["verify", "--file", "-", "--timeout", "3s"], { input: outputs(unknown), env });
        expect(run.status).toBe(3);
        expect(run.stderr).toMatch(/^waiting up to 3 s for "Sign-in": AADSTS700016: .*\n$/);
        expect(run.stdout).toMatch(
            /Sign-in +waiting[^]*\nnot proved in time: still waiting for "Sign-in" \(\d attempts, \d s\)/,
        );
        expectNoSecret(run);
    });

    test("stays within 80 columns", async () => {
        const eighty = { ...env, COLUMNS: "80" };
        const run = await exoUnattended(["verify", "--file", "-", "--timeout", "0"], {
            input: outputs(unknown),
            env: eighty,
        });
        expect(
            Math.max(
                ...run.stdout
                    .split("\n")
                    .slice(0, -3)
                    .map((line) => line.length),
            ),
        ).toBeLessThanOrEqual(80);
    });

    test("ends at once with 130 and the table of the last attempt at Ctrl-C", async () => {
        const child = spawn(process.execPath, [main, "verify", "--file", "-"], { env });
        const stdout = text(child.stdout);
        child.stdin.end(outputs(unknown));
        await once(child.stderr, "data");
        child.kill("SIGINT");
        expect(await once(child, "exit")).toEqual([130, null]);
        expect(await stdout).toMatch(/Sign-in +waiting[^]*\nstopped: nothing is proved\n$/);
    });
});
