import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { RunningTenant } from "microsoft-local-tenant";
import { LocalLogin, startTrustedTenant, tenantEnvironment } from "../verification/localLogin";
import { credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended, exportOf, main, type Run } from "./support";

const credential = credentialOf(rsaKey());
let folder: string;
let tenant: RunningTenant;
let login: LocalLogin;
let env: NodeJS.ProcessEnv;

/** Puts a `pulumi` on the PATH that notes its calls, runs these lines for `up`, and gives a stack's state. */
function fakePulumi(up: string, clientId = login.connection.clientId): void {
    writeFileSync(join(folder, "export"), exportOf({ connection: { ...login.connection, clientId }, ...credential }));
    writeFileSync(join(folder, "calls"), "");
    const script = `#!/bin/sh
printf '%s\\n' "$*" >> "${folder}/calls"
case "$1 $2" in
    "up --help") exec cat "${folder}/help";;
    up*) ${up};;
    "stack --show-name") echo chosen;;
    "config "*) cat "${folder}/config" || exit 1;;
    "whoami "*) echo '{"url":"file://~"}';;
    "stack rename") if [ -f "${folder}/locked" ]; then cat "${folder}/locked" >&2; else echo "error: a stack named prod already exists" >&2; fi; exit 1;;
    "stack export") exec cat "${folder}/export";;
esac
`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
}

const allCalls = (): string[] => readFileSync(join(folder, "calls"), "utf8").split("\n").slice(0, -1);
/** Those that do more than ask for help, the configuration and the selected stack. */
const calls = (): string[] => allCalls().filter((call) => !/^(up --help|config|stack --show-name)/.test(call));
const up = (...args: string[]): Promise<Run> => inThisProcess(["up", ...args], { env });
/** The same in a process of its own, whose output pulumi writes to. */
const upWithOutput = (...args: string[]): Promise<Run> => exoUnattended(["up", ...args], { env });

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    copyFileSync(join(__dirname, "../pulumi/recorded/up-help-3.259.0.txt"), join(folder, "help"));
    tenant = await startTrustedTenant(folder);
    login = await LocalLogin.complete(tenant, credential);
    env = {
        ...tenantEnvironment(tenant),
        PATH: `${folder}:/usr/bin:/bin`,
    };
});

afterAll(async () => {
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

describe("exo-unattended up", () => {
    test("gives pulumi its options unchanged and its terminal, then proves the stack that they name", async () => {
        fakePulumi("echo updating; echo diagnostics >&2");
        const given = ["--yes", "-s", "prod", "--cwd", ".", "--config", "a=b c", "--unheard-of=1", "--parallel", "4"];
        const run = await upWithOutput(...given);
        expect(run.stdout).toMatch(/^updating\n[^]*\nproved: the unattended login works/);
        expect(run.stderr).toMatch(/\n\ndiagnostics\n$/);
        expect(run.status).toBe(0);
        expect(calls()).toEqual([
            `up ${given.join(" ")}`,
            "stack export --show-secrets --stack prod --non-interactive --color never --cwd .",
        ]);
        expect(run.stdout).toMatch(/State and tenant +undecided/);
    });

    test("leaves standard output to pulumi's own JSON", async () => {
        fakePulumi("echo '{}'");
        const run = await upWithOutput("--yes", "--stack", "prod", "--json");
        expect(run.stdout).toBe("{}\n");
        expect(run.stderr).toContain("proved: the unattended login works");
        expect(run.status).toBe(0);
    });

    test("proves the selected stack when none is named", async () => {
        fakePulumi("exit 0");
        expect((await up("--yes")).status).toBe(0);
        expect(calls()[1]).toContain("--stack chosen");
    });

    test("hands the options after -- to the verification, whose report is alone on standard output", async () => {
        fakePulumi("echo updating");
        const run = await upWithOutput("--yes", "--", "--warn-days", "3650", "--format", "json", "--timeout", "0");
        expect(run.status).toBe(104);
        expect(JSON.parse(run.stdout)).toMatchObject({ exitStatus: 4 });
        expect(run.stderr).toMatch(/^updating\n/);
        expect(calls()[0]).toBe("up --yes");
    });

    test.each([
        ["a failure", 1],
        ["a 'no' at the prompt", 255],
        ["a stack that there is not", 6],
    ])("ends with pulumi's own status after %s, and verifies nothing", async (_, status) => {
        fakePulumi(`exit ${status}`);
        const run = await up("--stack", "prod");
        expect(run).toEqual({
            status,
            stdout: "",
            stderr: `pulumi up ended with ${status}: nothing is verified\n`,
        });
        expect(calls()[0]).toBe("up --stack prod");
        expect(calls().join()).not.toContain("--show-secrets");
    });

    test.each([
        [["-m", "--stack=other", "--stack", "prod"]],
        [["-s", "prod", "-m-sother"]],
        [["-s", "prod", "-m", "--", "--", "--timeout", "0"]],
        [["-m", "--help", "-yfs=prod"]],
    ])("verifies the stack that pulumi updates with %j", async (args) => {
        fakePulumi("exit 0");
        expect((await up(...args)).status).toBe(0);
        expect(calls()[1]).toContain("--stack prod ");
    });

    test("says first, in words, which rights the login will have", async () => {
        fakePulumi("echo updating >&2");
        const config = {
            "exo-unattended:organization": "contoso.onmicrosoft.com",
            "exo-unattended:roles": '["Global Reader"]',
        };
        writeFileSync(
            join(folder, "config"),
            JSON.stringify(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }]))),
        );
        const run = await upWithOutput("--stack", "prod");
        const commands = allCalls().map((call) => call.split(" ", 2).join(" "));
        const changed = await upWithOutput("--stack", "prod", "-c", "roles=[]");
        rmSync(join(folder, "config"));
        expect(run.stderr).toMatch(/^This login can [^]*directory role\s+Global\s+Reader\.\n\nupdating\n/);
        // The comparison after the update signs in with the configuration from before.
        expect(commands).toEqual(["up --help", "config --json", "up --stack", "stack export"]);
        expect(changed.stderr).toMatch(/^The options change the configuration, so the rights[^]*\n\nupdating\n/);
    });

    test("updates nothing when it cannot tell what pulumi would make of an option", async () => {
        fakePulumi("exit 0");
        const run = await up("--client", "--stack=other");
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/^error: `pulumi up --help` does not list the option --client\./);
        expect(calls()).toEqual([]);
    });

    test("shows its own help, and pulumi's behind other options, without a verification", async () => {
        fakePulumi("echo help of pulumi");
        expect((await up("--help")).stdout).toMatch(/^Usage: exo-unattended up/);
        expect(await upWithOutput("-yh")).toEqual({ status: 0, stdout: "help of pulumi\n", stderr: "" });
    });

    test("names the lock of an update that was killed, and the way out", async () => {
        fakePulumi("exit 1");
        writeFileSync(
            join(folder, "locked"),
            "error: the stack is currently locked by 1 lock(s).\n  file:///locks/1.json: created by ann@elsewhere (pid 4711) at 2026-11-26T10:00:00Z",
        );
        const run = await up("--stack", "prod");
        rmSync(join(folder, "locked"));
        expect(run.status).toBe(1);
        expect(run.stderr).toMatch(/Stack lock +failed +the stack is locked by ann@elsewhere \(process 4711\)/);
        expect(run.stderr).toMatch(/exo-unattended repair --stack prod/);
    });

    test("ends with 103 when the update succeeds and the proof does not in time, with 102 when it cannot be read", async () => {
        fakePulumi("exit 0", "99999999-0000-4000-8000-000000000000");
        expect((await up("--stack", "prod", "--", "--timeout", "0")).status).toBe(103);
        writeFileSync(join(folder, "export"), exportOf({}));
        const unreadable = await up("--stack", "prod");
        expect(unreadable.status).toBe(102);
        expect(unreadable.stderr).toMatch(/^error: the stack has no outputs yet/);
    });

    test.each([
        ["an unknown option", ["--", "--frobnicate"]],
        ["a stack", ["--", "--stack", "prod"]],
        ["a time that is none", ["--", "--timeout", "soon"]],
    ])("refuses %s behind -- with status 2, before anything is updated", async (_, args) => {
        fakePulumi("exit 0");
        const run = await up("--yes", ...args);
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/^error: /);
        expect(calls()).toEqual([]);
    });

    test("says where to get pulumi when there is none", async () => {
        const run = await inThisProcess(["up", "--yes"], { env: { PATH: "/nowhere" } });
        expect(run.status).toBe(2);
        expect(run.stderr).toMatch(/^error: pulumi is not on PATH; install/);
    });

    test.each([
        ["that pulumi obeys", 'trap "echo cancelled; exit 255" INT; echo ready; while :; do sleep 0.1; done'],
        ["that comes too late", 'trap "exit 0" INT; echo ready; while :; do sleep 0.1; done'],
    ])("leaves Ctrl-C to pulumi, ends with 130 after one %s, and verifies nothing", async (_, script) => {
        fakePulumi(script);
        // A process group of its own, as a terminal's foreground job has: Ctrl-C goes to all of it.
        const child = spawn(process.execPath, [main, "up"], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
        const stderr = text(child.stderr);
        await once(child.stdout, "data");
        process.kill(-(child.pid ?? 0), "SIGINT");
        expect(await once(child, "exit")).toEqual([130, null]);
        expect(await stderr).toBe("stopped: nothing is verified\n");
        expect(calls()).toEqual(["up"]);
    });
});
