import { spawn } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Connection } from "../../src/connection/connection";
import type { RunningTenant } from "microsoft-local-tenant";
import { LocalLogin, startTrustedTenant, tenantEnvironment } from "../verification/localLogin";
import { credentialOf, rsaKey } from "../verification/support";
import { pfxOf } from "../certificate/pfx";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended, exportOf, main, type Run } from "./support";

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
        ...tenantEnvironment(tenant),
    };
    login = await LocalLogin.complete(tenant, credential);
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
        expect(run.stdout.match(/^[A-Z][^ ]*( \w+)? +(passed|failed|waiting|skipped)/gm)).toEqual([
            "Connection       passed",
            "Certificate      passed",
            "Clock            passed",
            "Organization     passed",
            "Sign-in          passed",
            "Token            passed",
            "Permission       passed",
            "Directory roles  passed",
            "Exchange Online  passed",
            "Answer's origin  passed",
        ]);
        expect(run.stdout).toMatch(/\n\nproved: the unattended login works \(\d+ attempts?, .*\)\n$/);
        expectNoSecret(run);
    });

    test("takes connection and key from a stack", async () => {
        const script = `#!/bin/sh\ncat <<'END'\n${exportOf(JSON.parse(outputs()) as object)}\nEND\n`;
        writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
        const stackEnv = { ...env, PATH: `${folder}:/usr/bin:/bin` };
        const run = await inThisProcess(["verify", "--stack", "prod", "--timeout", "1m"], { env: stackEnv });
        expect(run.status).toBe(0);
    });

    test("ends with 1 for an organization that does not exist", async () => {
        const input = outputs({ organization: "nobody.onmicrosoft.com" });
        const run = await inThisProcess(["verify", "--file", "-"], { input, env });
        expect(run.status).toBe(1);
        expect(run.stdout).toMatch(/AADSTS90002[^]*\nrefused at "Organization"; waiting does not cure it/);
        expectNoSecret(run);
    });

    test("proves commands, mailboxes and Security & Compliance when asked to, each in a row of its own", async () => {
        const run = await inThisProcess(
            [
                ...["verify", "--file", "-", "--command", "Get-TransportRule", "--command", "Get-AcceptedDomain"],
                ...["--compliance", "--reachable", "adele.vance", "--unreachable", "alex.wilber"],
            ],
            { input: outputs(), env },
        );
        expect(run.status).toBe(1);
        expect(run.stdout.match(/^[A-Z].* (passed|failed) /gm)?.slice(10)).toEqual([
            "Get-TransportRule        passed ",
            "Get-AcceptedDomain       passed ",
            "Security & Compliance    failed ",
            "Reachable adele.vance    passed ",
            "Unreachable alex.wilber  failed ",
        ]);
        expect(run.stdout).toMatch(/\nrefused at "Security & Compliance", "Unreachable alex.wilber"; waiting/);
        expectNoSecret(run);
    });

    test("ends at the token when asked to, and does not call Exchange Online", async () => {
        const run = await inThisProcess(["verify", "--file", "-", "--until", "token"], { input: outputs(), env });
        expect(run.status).toBe(0);
        expect(run.stdout).toMatch(
            /\nExchange Online +skipped +not requested[^]*\nproved up to the token; Exchange Online was not asked \(/,
        );
    });

    test.each([
        [
            "a command that writes",
            ["--command", "Remove-Mailbox"],
            /^error: the command "Remove-Mailbox": give the name/,
        ],
        ["an end that there is not", ["--until", "sunset"], /--until <where>.*Allowed choices are token, exchange/],
        [
            "commands after the end",
            ["--until", "token", "--compliance"],
            /^error: a verification that ends at the token/,
        ],
        [
            "two passphrases",
            ["--passphrase-env", "A", "--passphrase-file", "b"],
            /^error: --passphrase-env and --passphrase-file exclude/,
        ],
        [
            "a variable that is not there",
            ["--passphrase-env", "NOT_THERE"],
            /the environment variable NOT_THERE is not set/,
        ],
        [
            "a key file that is not there",
            ["--key-file", "/nowhere.pem"],
            /^error: cannot read \/nowhere\.pem: no such file/,
        ],
    ])("refuses %s with status 2, before it reads the stack", async (_, args, message) => {
        const run = await inThisProcess(["verify", "--file", "/nowhere.json", ...args], { env });
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(message);
    });

    describe("takes the key from", () => {
        const passphrase = "correct horse";
        const withoutKey = (): string =>
            JSON.stringify({ connection: login.connection, certificatePem: credential.certificatePem });
        const verifyWithKey = (name: string, content: string | Buffer, args: string[] = []): Promise<Run> => {
            const file = join(folder, name);
            writeFileSync(file, content);
            writeFileSync(join(folder, "passphrase"), `${passphrase}\n`);
            return inThisProcess(["verify", "--file", "-", "--key-file", file, "--timeout", "0", ...args], {
                input: withoutKey(),
                env: { ...env, KEY_PASSPHRASE: passphrase },
            });
        };
        const encryptedPem = createPrivateKey(credential.privateKeyPem)
            .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase })
            .toString();

        test("a PEM file", async () => {
            expect((await verifyWithKey("key.pem", credential.privateKeyPem)).status).toBe(0);
        });

        test("a PEM file, without decrypting anything of the stack", async () => {
            const script = `#!/bin/sh\ncase "$*" in *--show-secrets*) exit 1;; esac\ncat <<'END'\n${exportOf(JSON.parse(withoutKey()) as object)}\nEND\n`;
            writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
            const args = ["verify", "--stack", "prod", "--key-file", join(folder, "key.pem"), "--timeout", "0"];
            const run = await inThisProcess(args, { env: { ...env, PATH: `${folder}:/usr/bin:/bin` } });
            expect(run.status).toBe(0);
        });

        test("an encrypted PEM file, with the passphrase in a variable", async () => {
            const run = await verifyWithKey("encrypted.pem", encryptedPem, ["--passphrase-env", "KEY_PASSPHRASE"]);
            expect(run.status).toBe(0);
            expectNoSecret(run);
        });

        test("a PFX file, with the passphrase in a file", async () => {
            const file = join(folder, "passphrase");
            const pfx = pfxOf(credential, passphrase);
            expect((await verifyWithKey("key.pfx", pfx, ["--passphrase-file", file])).status).toBe(0);
        });

        test("no file whose passphrase is wrong or missing, and says so plainly", async () => {
            const wrong = await inThisProcess(
                ["verify", "--file", "-", "--key-file", join(folder, "encrypted.pem"), "--passphrase-env", "WRONG"],
                { input: withoutKey(), env: { ...env, WRONG: "guess" } },
            );
            expect(wrong.status).toBe(2);
            expect(wrong.stderr).toBe(
                `error: no key from ${join(folder, "encrypted.pem")}: the passphrase does not open it\n`,
            );
            const missing = await verifyWithKey("encrypted.pem", encryptedPem);
            expect(missing.status).toBe(2);
            expect(missing.stderr).toMatch(/it is encrypted, and no passphrase was given\n$/);
        });

        test("the outputs, encrypted or not", async () => {
            const input = JSON.stringify({
                connection: login.connection,
                certificatePem: credential.certificatePem,
                privateKeyPem: encryptedPem,
            });
            const args = ["verify", "--file", "-", "--passphrase-env", "KEY_PASSPHRASE", "--timeout", "0"];
            const variables = { ...env, KEY_PASSPHRASE: passphrase };
            expect((await inThisProcess(args, { input, env: variables })).status).toBe(0);
        });
    });

    test("ends with 2 for a local tenant whose certificate it does not trust", async () => {
        const untrusting = { ...env, NODE_EXTRA_CA_CERTS: undefined };
        const run = await exoUnattended(["verify", "--file", "-"], { input: outputs(), env: untrusting });
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/does not trust .*NODE_EXTRA_CA_CERTS/);
    });

    test("ends with 3 for what may resolve after propagation, and says in plain lines what it waits for", async () => {
        const run = await inThisProcess(["verify", "--file", "-", "--timeout", "1s"], { input: outputs(unknown), env });
        expect(run.status).toBe(3);
        expect(run.stderr).toMatch(/^waiting up to [01] s for "Sign-in": AADSTS700016: .*\n$/);
        expect(run.stdout).toMatch(
            /Sign-in +waiting[^]*\nnot proved in time: still waiting for "Sign-in" \(\d attempts, \d s\)/,
        );
        expectNoSecret(run);
    });

    test("stays within 80 columns", async () => {
        const eighty = { ...env, COLUMNS: "80" };
        const run = await inThisProcess(["verify", "--file", "-", "--timeout", "0"], {
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
