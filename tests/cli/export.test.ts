import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { writePfx } from "../../src/certificate/pfx";
import { PfxAlgorithm } from "../../src/certificate/pfxProtection";
import { quoted } from "../../src/shells/quoting";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended, exportOf, main, type Run } from "./support";

const key = rsaKey();
const credential = credentialOf(key);
const connection = connectionOf(credential);
const password = "planted-secret of a file";
const document = JSON.stringify({ connection, ...credential });
let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-export-"));
    writeFileSync(join(folder, "password"), `${password}\r\nsecond line\n`, { mode: 0o600 });
    mkdirSync(join(folder, "out"), { mode: 0o700 });
});

afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

const out = (name: string): string => join(folder, "out", name);
const passwordOptions = (): string[] => ["--password-file", join(folder, "password")];
const run = (args: readonly string[], { input = document, env = {} } = {}): Promise<Run> =>
    inThisProcess(["export", ...args, "--file", "-"], { input, env });
const written = (): string[] => readdirSync(join(folder, "out")).sort();

/** Whether the file holds the key under that password; a PFX of the same input has the same bytes. */
function holdsKey(path: string, secret = password): boolean {
    const content = readFileSync(path);
    return path.endsWith(".pem")
        ? createPrivateKey({ key: content, passphrase: secret }).equals(key)
        : content.equals(writePfx(credential, secret));
}

describe("exo-unattended export", () => {
    test("writes every format, the key only encrypted, for the owner alone", async () => {
        const names = [".env", "a.cer", "a.json", "a.pem", "a.pfx"];
        const { status, stdout, stderr } = await run([...names.map(out), ...passwordOptions()]);
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        expect(written()).toEqual(names);
        expect(names.map((name) => statSync(out(name)).mode & 0o777)).toEqual(names.map(() => 0o600));
        expect(stdout).toContain(
            `${out("a.pfx")}: certificate and encrypted key, thumbprint ${connection.thumbprint}, until ${connection.notAfter}\n`,
        );
        expect(stdout).toContain(`${out("a.cer")}: certificate without key, `);

        const pfx = readFileSync(out("a.pfx"));
        expect(pfx.equals(writePfx(credential, password))).toBe(true);
        expect(readFileSync(out("a.cer")).equals(new X509Certificate(credential.certificatePem).raw)).toBe(true);
        expect(holdsKey(out("a.pem"))).toBe(true);
        expect(readFileSync(out("a.pem"), "utf8").startsWith(credential.certificatePem)).toBe(true);
        expect(parseEnv(readFileSync(out(".env"), "utf8"))).toEqual({
            EXO_APP_ID: connection.clientId,
            EXO_THUMBPRINT: connection.thumbprint,
            EXO_ORGANIZATION: connection.organization,
            EXO_CERTIFICATE_PFX: pfx.toString("base64"),
        });
        expect(JSON.parse(readFileSync(out("a.json"), "utf8"))).toEqual({
            connection,
            certificatePem: credential.certificatePem,
            pfx: pfx.toString("base64"),
        });
        const all = names.map((name) => readFileSync(out(name), "latin1")).join("") + stdout;
        expect(all).not.toContain("planted-secret");
        expect(all).not.toMatch(/BEGIN (RSA )?PRIVATE KEY/);
    });

    test("needs neither key nor password for the certificate and the connection", async () => {
        const input = JSON.stringify({
            connection,
            certificatePem: credential.certificatePem,
            privateKeyPem: "[secret]",
        });
        const names = ["a.cer", "a.env", "a.json", "a.pem"];
        expect((await run(names.map(out), { input })).status).toBe(0);
        expect(written()).toEqual(names);
        expect(readFileSync(out("a.pem"), "utf8")).toBe(credential.certificatePem);
        expect(readFileSync(out("a.env"), "utf8")).not.toContain("PFX=");
        // What was exported is read like a stack's outputs.
        expect((await inThisProcess(["connection", "--file", out("a.json")])).status).toBe(0);
    });

    test("keeps a list of what was delivered where, which delivery check reads", async () => {
        const manifest = ["--manifest", out("delivered.json")];
        expect((await run([out("a.cer"), ...manifest])).status).toBe(0);
        expect((await run([out("a.cer"), out("b.cer"), "--force", ...manifest])).status).toBe(0);
        const { deliveries } = JSON.parse(readFileSync(out("delivered.json"), "utf8")) as { deliveries: object[] };
        const place = { kind: "file", host: hostname(), thumbprint: connection.thumbprint };
        expect(deliveries).toEqual([
            expect.objectContaining({ ...place, place: out("a.cer") }),
            expect.objectContaining({ ...place, place: out("b.cer") }),
        ]);
        const checked = await inThisProcess(["delivery", "check", "--file", "-", ...manifest], { input: document });
        expect(checked.stdout).toContain("every place holds the active certificate");
    });

    test("writes nothing when that list is something else", async () => {
        writeFileSync(out("delivered.json"), "{}");
        const { status, stderr } = await run([out("a.cer"), "--manifest", out("delivered.json")]);
        expect(stderr).toMatch(/^error: .*delivered\.json: not a delivery manifest: schemaVersion: must be 1/);
        expect(status).toBe(2);
        expect(written()).toEqual(["delivered.json"]);
    });

    test("of a stack asks pulumi for secrets only when the key is wanted", async () => {
        writeFileSync(
            join(folder, "pulumi"),
            `#!/bin/sh\ncase "$*" in *--show-secrets*) echo "error: incorrect passphrase" >&2; exit 1;; esac\ncat <<'END'\n${exportOf(JSON.parse(document) as object)}\nEND\n`,
            { mode: 0o755 },
        );
        const env = { PATH: `${folder}:/usr/bin:/bin` };
        const of = (name: string): Promise<Run> =>
            inThisProcess(["export", out(name), "--stack", "prod", ...(name === "a.pfx" ? passwordOptions() : [])], {
                env,
            });
        expect((await of("a.cer")).status).toBe(0);
        expect(await of("a.pfx")).toMatchObject({
            status: 2,
            stderr: "error: pulumi cannot read the stack: incorrect passphrase\n",
        });
    });

    test("takes a key that is kept elsewhere from --key-file, and says so when it is missing", async () => {
        const input = JSON.stringify({ connection, certificatePem: credential.certificatePem });
        const refused = await run([out("a.pfx"), ...passwordOptions()], { input });
        expect(refused.status).toBe(2);
        expect(refused.stderr).toMatch(
            /^error: no private key .* If the key is kept elsewhere, give the key's file\.\n$/,
        );
        writeFileSync(join(folder, "key.pem"), credential.privateKeyPem);
        const given = [out("a.pfx"), ...passwordOptions(), "--key-file", join(folder, "key.pem")];
        expect((await run(given, { input })).status).toBe(0);
        expect(holdsKey(out("a.pfx"))).toBe(true);
    });

    test("takes the password from the environment, and the options of the PFX", async () => {
        const args = [
            "--password-env",
            "PFX_PASSWORD",
            "--friendly-name",
            "Café",
            "--crypto-algorithm",
            "TripleDES_SHA1",
        ];
        expect((await run([out("a.pfx"), ...args], { env: { PFX_PASSWORD: "x y" } })).status).toBe(0);
        const expected = writePfx(credential, "x y", { friendlyName: "Café", algorithm: PfxAlgorithm.TripleDesSha1 });
        expect(readFileSync(out("a.pfx")).equals(expected)).toBe(true);
    });

    test("makes a strong password into a file of its own, and shows it nowhere", async () => {
        const { status, stdout, stderr } = await run([out("a.pfx"), "--generate-password", out("password")]);
        expect(status).toBe(0);
        const made = readFileSync(out("password"), "utf8").trimEnd();
        expect(made).toMatch(/^[!-~]{32}$/);
        expect(statSync(out("password")).mode & 0o777).toBe(0o600);
        expect(stdout + stderr).not.toContain(made);
        expect(holdsKey(out("a.pfx"), made)).toBe(true);
    });

    test.each([
        [
            "a password that goes into a pipe",
            ["a.pfx", "--generate-password"],
            /shows the password on a terminal, and there is none/,
        ],
        ["a .pfx without a password", ["a.pfx"], /this is not a terminal to ask in; give --password-file/],
        ["a password for a .cer", ["a.cer", "--password-env", "PLANTED"], /a \.cer holds no key/],
        ["two passwords", ["a.pfx", "--password-env", "PLANTED", "--generate-password"], /give one of/],
        ["an empty password", ["a.pfx", "--password-env", "EMPTY"], /the password is empty/],
        ["a password that readers take differently", ["a.pfx", "--password-env", "PLANTED"], /printable ASCII/],
        [
            "a variable that is not there",
            ["a.pfx", "--password-env", "MISSING"],
            /the environment variable MISSING is not set/,
        ],
        ["a password file that is not there", ["a.pfx", "--password-file", "/nowhere"], /cannot read \/nowhere/],
        ["another ending", ["a.p12"], /its name says no format\. Let it end in \.pfx, \.cer, \.pem, \.json, \.env/],
        ["an algorithm that is none", ["a.pfx", "--crypto-algorithm", "RC2"], /AES256_SHA256, TripleDES_SHA1/],
        ["a file twice", ["a.cer", "a.cer"], /two different files cannot have the same name/],
        ["a missing folder", ["missing/a.cer"], /cannot write .*missing\/a\.cer: the folder does not exist/],
    ])("refuses %s with status 2 and a plain line, and writes nothing", async (_, [name = "", ...args], message) => {
        const paths = [name, ...args].map((arg) => (/^(a|missing)[./]/.test(arg) ? out(arg) : arg));
        const { status, stdout, stderr } = await run(paths, { env: { PLANTED: "planted-sécret", EMPTY: "" } });
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(/^error: .+\n$/);
        expect(stderr).not.toContain("planted");
        expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
        expect(written()).toEqual([]);
    });

    test("refuses a manifest that is one of the files, before anything is written", async () => {
        const { status, stderr } = await run([out("a.cer"), "--manifest", out("a.cer")]);
        expect(stderr).toMatch(/^error: --manifest names a file that this command writes as something else/);
        expect(status).toBe(2);
        expect(written()).toEqual([]);
    });

    test("refuses to write over the file that it reads", async () => {
        writeFileSync(join(folder, "own.json"), JSON.stringify({ connection, ...credential }));
        const path = join(folder, "own.json");
        const { status, stderr } = await inThisProcess(["export", path, "--file", path, "--force"]);
        expect(stderr).toBe(`error: ${path} is read by this command, and would be lost. Give another name.\n`);
        expect(status).toBe(2);
        expect(JSON.parse(readFileSync(path, "utf8"))).toHaveProperty("privateKeyPem");
    });

    test("refuses a key of another certificate, and a wrong passphrase of a key file", async () => {
        const other = credentialOf(rsaKey());
        const input = JSON.stringify({ connection, ...credential, privateKeyPem: other.privateKeyPem });
        expect((await run([out("a.pfx"), ...passwordOptions()], { input })).stderr).toBe(
            "error: the certificate cannot be exported: the private key belongs to another certificate\n",
        );
        writeFileSync(join(folder, "key.pfx"), writePfx(credential, "right"));
        const args = ["--key-file", join(folder, "key.pfx"), "--passphrase-env", "WRONG"];
        const { status, stderr } = await run([out("a.pfx"), ...passwordOptions(), ...args], {
            env: { WRONG: "planted" },
        });
        expect({ status, stderr }).toEqual({
            status: 2,
            stderr: `error: no key from ${join(folder, "key.pfx")}: the passphrase does not open it\n`,
        });
        expect(written()).toEqual([]);
    });

    test("refuses a connection that is of another certificate", async () => {
        const input = JSON.stringify({ connection, ...credentialOf(rsaKey()) });
        expect((await run([out("a.cer")], { input })).stderr).toMatch(
            /^error: the connection is for the certificate [0-9A-F]{40}, and this is [0-9A-F]{40}; /,
        );
    });

    test("refuses an expired certificate, unless it is allowed", async () => {
        const expired = credentialOf(key, new Date("2024-01-01T00:00:00Z"), new Date("2025-01-01T00:00:00Z"));
        const input = JSON.stringify({ connection: connectionOf(expired), ...expired });
        const { status, stderr } = await run([out("a.cer")], { input });
        expect({ status, stderr }).toEqual({
            status: 2,
            stderr: "error: the certificate expired on 2025-01-01T00:00:00Z, and nobody can sign in with it. Renew it, or allow an expired certificate.\n",
        });
        expect(await run([out("a.cer"), "--allow-expired"], { input })).toMatchObject({
            status: 0,
            stderr: "warning: the certificate expired on 2025-01-01T00:00:00Z: nobody can sign in with it\n",
        });
    });

    test("keeps what stood there when the system limits the size of files", () => {
        writeFileSync(out("a.pfx"), "old");
        const command = `ulimit -f 1; exec "$0" "$@"`;
        const args = ["-c", command, process.execPath, main, "export", out("a.pfx"), "--force", ...passwordOptions()];
        writeFileSync(join(folder, "outputs.json"), document);
        const { status, stderr } = spawnSync("sh", [...args, "--file", join(folder, "outputs.json")], {
            encoding: "utf8",
        });
        expect(stderr).toBe(
            `error: cannot write ${out("a.pfx")}: a limit on the size of files is reached (ulimit -f)\n`,
        );
        expect(status).toBe(2);
        expect(written()).toEqual(["a.pfx"]);
        expect(readFileSync(out("a.pfx"), "utf8")).toBe("old");
    });

    test.each(["openSync", "fsyncSync", "linkSync"])(
        "interrupted at %s leaves whole files and nothing else",
        async (step) => {
            const preload = join(folder, "interrupt.js");
            writeFileSync(
                preload,
                `const fs = require("node:fs"); const original = fs.${step};
             fs.${step} = (...args) => { if (String(args[0]).includes("out") || typeof args[0] === "number") process.kill(process.pid, "SIGINT"); return original(...args); };`,
            );
            await exoUnattended(["export", out("a.pfx"), out("b.pem"), ...passwordOptions(), "--file", "-"], {
                input: document,
                env: { NODE_OPTIONS: `--require ${preload}` },
            });
            expect(written()).toEqual(["a.pfx", "b.pem"]);
            expect(holdsKey(out("a.pfx"))).toBe(true);
            expect(holdsKey(out("b.pem"))).toBe(true);
        },
    );

    test("stopped by Ctrl-C while it waits for its input writes nothing and ends with status 130", async () => {
        const preload = join(folder, "reads.js");
        writeFileSync(
            preload,
            `process.stdin.on("newListener", (event) => { if (event === "readable") process.stdout.write("reads"); });`,
        );
        const child = spawn(process.execPath, ["--require", preload, main, "export", out("a.cer"), "--file", "-"]);
        await once(child.stdout, "data");
        child.kill("SIGINT");
        expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(130);
        expect(written()).toEqual([]);
    });
});

const terminal = spawnSync("script", ["--version"]).error === undefined;
if (!terminal) {
    console.warn("skipped: there is no script(1) on PATH to make a terminal with");
}

(terminal ? describe : describe.skip)("on a terminal, exo-unattended export", () => {
    /** Runs it on a terminal of its own and answers each question as it appears. */
    const onTerminal = async (args: readonly string[], answers: readonly string[]): Promise<string> => {
        writeFileSync(join(folder, "outputs.json"), document);
        const words = [process.execPath, main, "export", ...args, "--file", join(folder, "outputs.json")];
        const child = spawn("script", ["-qec", words.map(quoted).join(" "), "/dev/null"], { timeout: 20_000 });
        const questions = ["Password for the private key: ", "The same again: "];
        let shown = "";
        let answered = 0;
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            shown += text;
            const question = questions[answered];
            if (question !== undefined && shown.includes(question)) {
                child.stdin.write(answers[answered++] ?? "");
            }
        });
        await once(child, "close");
        return shown;
    };

    test("asks twice for the password and does not show it", async () => {
        const shown = await onTerminal([out("a.pfx")], ["typed ~secret\r", "typed ~secret\r"]);
        expect(shown).not.toContain("secret");
        expect(holdsKey(out("a.pfx"), "typed ~secret")).toBe(true);
    });

    test.each([
        ["two passwords that differ", ["one\r", "other\r"], "error: the two passwords differ"],
        ["Ctrl-C", ["one\r", "\u0003"], "error: no password was given"],
    ])("refuses %s", async (_, answers, message) => {
        expect(await onTerminal([out("a.pfx")], answers)).toContain(message);
        expect(written()).toEqual([]);
    });

    test("shows a password that it made, and nowhere else", async () => {
        const shown = await onTerminal([out("a.pfx"), "--generate-password"], []);
        const made = /^password: (\S{32})\r?$/m.exec(shown)?.[1] ?? "";
        expect(holdsKey(out("a.pfx"), made)).toBe(true);
        expect(written()).toEqual(["a.pfx"]);
    });
});
