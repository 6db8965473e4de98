import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connectCommand, connectionParameters } from "../../src/delivery/connectCommand";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended, exportOf, main } from "./support";

const credential = credentialOf(rsaKey());
const connection = connectionOf(credential);
const outputs = JSON.stringify({ connection, ...credential });
let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    writeFileSync(join(folder, "outputs.json"), outputs);
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe("the command", () => {
    test("tells its version and its help", async () => {
        const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
        expect(await exoUnattended(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
        const help = await inThisProcess(["--help"]);
        expect(help.status).toBe(0);
        expect(help.stdout).toMatch(/verify .*\n[^]*connection /);
        expect((await inThisProcess(["verify", "--help"])).stdout).toMatch(/Exit status:\n {2}0 {4}proved/);
    });

    test.each([
        ["nothing", []],
        ["an unknown command", ["sing"]],
        ["an unknown option", ["verify", "--key", "x"]],
        ["an option without its value", ["verify", "--stack"]],
        ["an argument too many", ["connection", "prod"]],
        ["no source", ["verify"]],
        ["two sources", ["verify", "--stack", "prod", "--file", "-"]],
        ["an empty name, as of a variable that is not set", ["verify", "--stack", ""]],
        ["a folder without a stack", ["connection", "--file", "-", "--cwd", "."]],
        ["a file that is not there", ["verify", "--file", "/nowhere/outputs.json"]],
        ["a time that is none", ["verify", "--file", "-", "--timeout", "soon"]],
        ["too long a time", ["verify", "--file", "-", "--timeout", "7h"]],
        ["a stack without pulumi", ["verify", "--stack", "prod"]],
    ])("refuses %s with status 2, a plain line and no stack trace", async (_, args) => {
        const { status, stdout, stderr } = await inThisProcess(args, { input: outputs });
        expect(status).toBe(2);
        expect(stdout).toBe("");
        expect(stderr).toMatch(/^(error: .+|Usage: [^]+)\n$/);
        expect(stderr).not.toMatch(/^ +at /m);
    });

    test.each([
        ["verify", "--file", "PIPE"],
        ["verify", "--file", "-", "--key-file", "PIPE"],
        ["verify", "--file", "-", "--passphrase-file", "PIPE"],
        ["export", "key.pfx", "--file", "-", "--password-file", "PIPE"],
        ["script", "folder", "--file", "-", "--for", "cron", "--wrap", "PIPE"],
        ["attestation", "check", "PIPE", "--thumbprint", "A".repeat(40)],
        ["attestation", "check", "outputs.json", "--certificate", "PIPE"],
        ["delivery", "check", "--file", "-", "--manifest", "PIPE"],
    ])("refuses a pipe as a file at once: %s %s %s %s %s", async (...args) => {
        const pipe = join(folder, "pipe");
        rmSync(pipe, { force: true });
        execFileSync("mkfifo", [pipe]);
        const given = args.map((argument) => (argument === "PIPE" ? pipe : argument));
        expect(await inThisProcess(given, { input: outputs })).toEqual({
            status: 2,
            stdout: "",
            stderr: `error: cannot read ${pipe}: it is a pipe or a device, not a regular file\n`,
        });
    });

    test.each([
        ["nothing", "", /not JSON/],
        ["a text", "planted-secret", /not JSON/],
        ["no outputs", "{}", /no outputs yet/],
        ["no certificate", JSON.stringify({ connection }), /no output "certificatePem"/],
        ["no connection", JSON.stringify({ certificatePem: "x" }), /no output "connection"/],
        ["no key", JSON.stringify({ connection, certificatePem: credential.certificatePem }), /no private key/],
        [
            "a hidden key",
            JSON.stringify({ connection, certificatePem: credential.certificatePem, privateKeyPem: "[secret]" }),
            /no private key.*--show-secrets/,
        ],
    ])("refuses %s as input with status 2, and repeats nothing of it", async (_, input, message) => {
        const { status, stderr } = await inThisProcess(["verify", "--file", "-"], { input });
        expect(status).toBe(2);
        expect(stderr).toMatch(message);
        expect(stderr).not.toContain("planted-secret");
    });

    test.each([
        [
            "ARM_METADATA_HOSTNAME",
            { ARM_METADATA_HOSTNAME: "evil.example", EXO_UNATTENDED_EXCHANGE_URL: "https://localhost" },
        ],
        [
            "EXO_UNATTENDED_EXCHANGE_URL",
            { ARM_METADATA_HOSTNAME: "localhost:2", EXO_UNATTENDED_EXCHANGE_URL: "https://evil.example" },
        ],
    ])("refuses another machine in %s with status 2", async (variable, env) => {
        const { status, stderr } = await inThisProcess(["verify", "--file", "-"], { input: outputs, env });
        expect(status).toBe(2);
        expect(stderr).toMatch(new RegExp(`^error: ${variable} may name this machine only`));
    });

    test("refuses with status 1 and a table what is not a connection, and repeats no secret", async () => {
        const input = JSON.stringify({
            connection: { ...connection, clientId: "x" },
            ...credential,
            privateKeyPem: "planted-secret",
        });
        const { status, stdout, stderr } = await inThisProcess(["verify", "--file", "-"], { input });
        expect(status).toBe(1);
        expect(stdout).toMatch(/^Check +Result +Finding and action\nConnection +failed +clientId: must be a GUID\n/);
        expect(stdout).toMatch(/\n\nrefused at "Connection"; waiting does not cure it \(1 attempt, 0 s\)\n$/);
        expect(stdout + stderr).not.toContain("planted-secret");
    });

    test("ends quietly when nobody reads on", async () => {
        const command = `"${process.execPath}" "${main}" verify --help | head -1; echo "$?"`;
        const shown = await new Promise<string>((resolve) => {
            execFile("sh", ["-c", command], (_, stdout, stderr) => {
                resolve(stdout + stderr);
            });
        });
        expect(shown).toBe("Usage: exo-unattended verify [options]\n0\n");
    });

    const fullDisk = "/dev/full";
    (existsSync(fullDisk) ? test : test.skip)(`names a full disk (${fullDisk}, where the system has it)`, async () => {
        const command = `"${process.execPath}" "${main}" verify --help > ${fullDisk}; echo "$?"`;
        const shown = await new Promise<string>((resolve) => {
            execFile("sh", ["-c", command], (_, stdout, stderr) => {
                resolve(stdout + stderr);
            });
        });
        expect(shown).toBe("2\nerror: cannot write to standard output: the disk is full\n");
    });
});

describe("a defect of the program itself", () => {
    const secret = "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln";

    test.each([
        [
            "one line, and how to see more",
            {},
            /^error: unexpected: broken \[token\] \(set EXO_UNATTENDED_DEBUG=1 to see more\)\n$/,
        ],
        ["the stack trace when asked for", { EXO_UNATTENDED_DEBUG: "1" }, /^Error: broken \[token\]\n +at /],
    ])("ends with 70 and %s, and shows no secret", async (_, variables, shown) => {
        const broken = join(folder, "broken.js");
        writeFileSync(broken, `process.stdout.write = () => { throw new Error("broken ${secret}"); };`);
        const env = { NODE_OPTIONS: `--require ${broken}`, ...variables };
        const { status, stderr } = await exoUnattended(["connection", "--file", "-"], { input: outputs, env });
        expect(status).toBe(70);
        expect(stderr).toMatch(shown);
    });
});

describe("Ctrl-C", () => {
    test.each([
        ["standard input", ["verify", "--file", "-"]],
        ["pulumi", ["verify", "--stack", "prod"]],
    ])("while it waits for %s ends it at once, with status 130", async (_, args) => {
        const waits = join(folder, "waits");
        rmSync(waits, { force: true });
        execFileSync("mkfifo", [waits]);
        writeFileSync(join(folder, "pulumi"), `#!/bin/sh\necho > "${waits}"\nexec sleep 60\n`, { mode: 0o755 });
        const preload = join(folder, "reads.js");
        writeFileSync(
            preload,
            `process.stdin.on("newListener", (event) => {
                if (event === "readable") require("node:fs").writeFileSync(${JSON.stringify(waits)}, "");
            });`,
        );
        const env = { PATH: `${folder}:/usr/bin:/bin`, NODE_OPTIONS: `--require ${preload}` };
        const child = spawn(process.execPath, [main, ...args], { env });
        const stdout = text(child.stdout);
        // The pipe ends when its writer has come and gone.
        await readFile(waits);
        child.kill("SIGINT");
        expect(await once(child, "exit")).toEqual([130, null]);
        expect(await stdout).toBe("stopped: nothing is proved\n");
    });
});

describe("exo-unattended connection", () => {
    const expected = `${connectionParameters(connection)}\n\n${connectCommand(connection)}\n`;

    test("prints the parameters and the command, from a file or standard input", async () => {
        const file = join(folder, "outputs.json");
        expect(await exoUnattended(["connection", "--file", file])).toEqual({
            status: 0,
            stdout: expected,
            stderr: "",
        });
        expect(await inThisProcess(["connection", "--file", "-"], { input: `\uFEFF${outputs}` })).toMatchObject({
            status: 0,
            stdout: expected,
        });
    });

    test("needs no secret of the stack", async () => {
        const script = `#!/bin/sh\ncase "$*" in *--show-secrets*) exit 1;; esac\ncat <<'END'\n${exportOf(JSON.parse(outputs) as object)}\nEND\n`;
        writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
        const env = { PATH: `${folder}:/usr/bin:/bin` };
        expect(await inThisProcess(["connection", "--stack", "prod"], { env })).toMatchObject({
            status: 0,
            stdout: expected,
        });
        expect((await inThisProcess(["verify", "--stack", "prod"], { env })).status).toBe(2);
    });

    test("refuses with status 2 what is not a connection", async () => {
        const input = JSON.stringify({ connection: { ...connection, organization: "contoso.com" } });
        const { status, stderr } = await inThisProcess(["connection", "--file", "-"], { input });
        expect(status).toBe(2);
        expect(stderr).toMatch(/^error: not a connection: organization: is not the organization's initial domain/);
    });
});
