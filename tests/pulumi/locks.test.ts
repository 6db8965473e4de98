import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { locksIn, readLocks } from "../../src/pulumi/locks";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "fake-pulumi-"))));
afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** Puts a `pulumi` on the PATH that answers each command with these lines. */
function fakePulumi(answers: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const cases = Object.entries(answers).map(([command, script]) => `"${command}") ${script} ;;`);
    const script = ["#!/bin/sh", 'case "$1 $2" in', ...cases, '*) echo "error: unknown $*" >&2; exit 1 ;;', "esac"];
    writeFileSync(join(folder, "pulumi"), `${script.join("\n")}\n`, { mode: 0o755 });
    return { PATH: `${folder}:/usr/bin:/bin` };
}

const say = (line: string): string => `echo '${line}' >&2; exit 1`;
const lock = (pid: number, host: string, at: string): string =>
    `file:///s/.pulumi/locks/a.json: created by CORP\\deploy@${host} (pid ${pid}) at ${at}`;

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

describe("the locks of a stack in a storage backend", () => {
    const storage = (said: string): NodeJS.ProcessEnv =>
        fakePulumi({ "whoami --json": `echo '{"url":"file:///s"}'`, "stack rename": say(said) });
    const read = (said: string): ReturnType<typeof readLocks> =>
        readLocks({ stack: "dev", environment: storage(said) });

    it("are none when pulumi could take one", async () => {
        await expect(read("error: a stack named dev already exists")).resolves.toEqual([]);
    });

    it("name who holds them, and since when", async () => {
        const at = "2026-11-26T10:00:00Z";
        await expect(
            read(`error: the stack is currently locked by 1 lock(s).\n  ${lock(7, "build-7", at)}`),
        ).resolves.toEqual([
            { holder: `CORP\\deploy@build-7 (process 7), since ${at}`, since: at, process: "unknown" },
        ]);
    });

    it.each(["unexpected end of JSON input", "invalid character 'x' looking for beginning of value"])(
        "include a lock file that was not completed: %s",
        async (said) => {
            const [found] = await read(`error: ${said}`);
            expect(found).toMatchObject({ process: "unknown", since: undefined });
        },
    );

    it("are an error when pulumi cannot reach them", async () => {
        await expect(read("error: no stack named dev found")).rejects.toThrow(/no stack named/);
    });
});

describe("the locks of a stack in a service", () => {
    it.each([
        [true, 1],
        [false, 0],
    ])("are what it says of updates in progress: %s", async (updateInProgress, count) => {
        const stacks = JSON.stringify([
            { name: "dev", updateInProgress },
            { name: "other", updateInProgress: true },
        ]);
        const environment = fakePulumi({
            "whoami --json": `echo '{"url":"https://app.pulumi.com/me"}'`,
            "stack ls": `echo '${stacks}'`,
        });
        expect(await readLocks({ stack: "me/project/dev", environment })).toHaveLength(count);
    });
});

it("the refusal of a service names an update that is running", () => {
    const text =
        "error: [409] Conflict: Another update is currently in progress.\nTo learn more about possible reasons and resolution, visit https://www.pulumi.com/docs/troubleshooting/#conflict";
    expect(locksIn(text)).toMatchObject([{ holder: expect.stringContaining("service") as string, process: "unknown" }]);
});

describe("the process of a lock", () => {
    const stateOf = (pid: number, host: string, at: string): string | undefined =>
        locksIn(lock(pid, host, at))[0]?.process;

    it("runs when it started before the lock was taken", () => {
        expect(stateOf(process.pid, hostname(), new Date().toISOString())).toBe("running");
    });

    it("has ended when there is none with its id", async () => {
        const child = spawn("true");
        await new Promise((resolve) => child.once("close", resolve));
        expect(stateOf(child.pid ?? 0, hostname(), ago(1))).toBe("ended");
    });

    it("has ended when the process with its id started later", () => {
        expect(stateOf(process.pid, hostname(), ago(86_400 * 365))).toBe("ended");
    });

    it("is not known on another machine", () => {
        expect(stateOf(process.pid, "another-machine", ago(1))).toBe("unknown");
    });
});

it("a name that could steer a terminal is not shown", () => {
    const text = `error: the stack is currently locked by 1 lock(s).\n x: created by a\u001b[2Jb@host (pid 1) at 2026-11-26T10:00:00Z`;
    expect(JSON.stringify(locksIn(text))).not.toContain("\\u001b");
});
