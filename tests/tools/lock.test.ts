import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { claimLock, exclusively, readLock, removeLeftOver, thisProcess } from "../../tools/engine/lock";
import { processMark } from "../../src/pulumi/processStart";

let folder: string;
let lock: string;
const children: ChildProcess[] = [];

beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-lock-"));
    lock = path.join(folder, "some.lock");
});

afterEach(() => {
    for (const child of children.splice(0)) {
        child.kill("SIGKILL");
    }
    rmSync(folder, { recursive: true, force: true });
});

function otherProcess(): number {
    const child = spawn("sleep", ["60"]);
    children.push(child);
    return Number(child.pid);
}

/** No process has this number: it is above what Linux gives out. */
const nobody = 2 ** 30;

describe("the start of a process", () => {
    it("is the same each time it is asked for, and another one for another process", async () => {
        const own = processMark(process.pid);
        await sleep(50);
        expect(own).toMatch(/\d/);
        expect(processMark(process.pid)).toBe(own);
        expect(processMark(otherProcess())).not.toBe(own);
    });

    it("is not known of a process that does not run, nor of one that has ended and was not waited for", async () => {
        expect(processMark(nobody)).toBeUndefined();
        // The shell becomes a sleep that never asks for its child, before the child ends: it stays a zombie.
        const parent = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 60"]);
        children.push(parent);
        const zombie = await new Promise<number>((resolve) => {
            parent.stdout.once("data", (text: Buffer) => {
                resolve(Number(text.toString()));
            });
        });
        const deadline = Date.now() + 10_000;
        while (processMark(zombie) !== undefined && Date.now() < deadline) {
            await sleep(20);
        }
        expect(processMark(zombie)).toBeUndefined();
        expect(() => process.kill(zombie, 0)).not.toThrow();
    });
});

describe("a lock", () => {
    it("is held by the process that made it, until that removes it", () => {
        expect(claimLock(lock, thisProcess())).toBe(true);
        expect(readLock(lock)).toMatchObject({ owner: thisProcess() });
        expect(claimLock(lock, thisProcess())).toBe(false);
        expect(readdirSync(folder)).toEqual([path.basename(lock)]);
    });

    const leftOvers: readonly (readonly [string, string | (() => string), RegExp])[] = [
        ["is empty", "", /empty/],
        ["is blank", " \n", /empty/],
        ["is cut off", '{"pid": 1', /damaged/],
        ["is no JSON", "\u0000\u0001", /damaged/],
        ["is very long", "9".repeat(100_000), /damaged/],
        ["is JSON of another kind", "null", /does not say/],
        ["is a list", "[1, 2]", /does not say/],
        ["names no process", "{}", /does not say/],
        ["names process 0, which is every process of the group", '{"pid": 0, "started": "1"}', /does not say/],
        ["names a negative process", '{"pid": -1, "started": "1"}', /does not say/],
        ["names a process by a text", '{"pid": "1", "started": "1"}', /does not say/],
        ["does not say when the process started", () => JSON.stringify({ pid: process.pid }), /does not say/],
        ["is of a process that has ended", `{"pid": ${nobody}, "started": "1"}`, /has ended/],
        [
            "is of a process whose number was given out again",
            () => JSON.stringify({ pid: otherProcess(), started: "1" }),
            /another one/,
        ],
    ];
    it.each(leftOvers)("that %s is named and taken over at once", async (_, content, reason) => {
        writeFileSync(lock, typeof content === "string" ? content : content());
        const lines: string[] = [];
        expect(
            await exclusively(
                lock,
                "busy",
                (line) => lines.push(line),
                () => Promise.resolve("done"),
            ),
        ).toBe("done");
        expect(lines).toEqual([expect.stringMatching(/^some\.lock is left over \(.+\): taking over$/)]);
        expect(lines[0]).toMatch(reason);
        expect(readdirSync(folder)).toEqual([]);
    });

    it.each([
        ["a folder", () => mkdirSync(path.join(lock, "inner"), { recursive: true })],
        [
            "a link to nothing",
            () => {
                symlinkSync(path.join(folder, "nothing"), lock);
            },
        ],
    ])("that is %s is named and taken over at once", async (_, make) => {
        make();
        const lines: string[] = [];
        await exclusively(
            lock,
            "busy",
            (line) => lines.push(line),
            () => Promise.resolve(),
        );
        expect(lines).toEqual(["some.lock is left over (it is not a file): taking over"]);
    });

    it("whatever is in it is never waited for, unless it names a process that runs", async () => {
        const contents = fc.oneof(
            fc.string(),
            fc.json(),
            fc.record({ pid: fc.anything(), started: fc.anything() }).map((value) => JSON.stringify(value)),
            fc.record({ pid: fc.integer(), started: fc.string() }).map((value) => JSON.stringify(value)),
        );
        await fc.assert(
            fc.asyncProperty(contents, async (content) => {
                writeFileSync(lock, content);
                const found = readLock(lock);
                if (found !== undefined && "owner" in found) {
                    expect(processMark(found.owner.pid)).toBe(found.owner.started);
                    return;
                }
                expect(
                    await exclusively(
                        lock,
                        "busy",
                        () => undefined,
                        () => Promise.resolve(1),
                    ),
                ).toBe(1);
            }),
            { numRuns: 300 },
        );
    });

    it("that somebody else took meanwhile is put back", () => {
        writeFileSync(lock, "damaged");
        const seen = readLock(lock);
        const pid = otherProcess();
        const other = { pid, started: processMark(pid) ?? "", port: 7 };
        writeFileSync(lock, JSON.stringify(other));
        if (seen !== undefined) {
            removeLeftOver(lock, seen);
        }
        expect(JSON.parse(readFileSync(lock, "utf8"))).toEqual(other);
    });
});

describe("what only one process may do", () => {
    it("is waited for, and the process that does it is named once", async () => {
        const pid = otherProcess();
        writeFileSync(lock, JSON.stringify({ pid, started: processMark(pid) }));
        const lines: string[] = [];
        let ran = false;
        const running = exclusively(
            lock,
            "preparing the sandbox",
            (line) => lines.push(line),
            () => {
                ran = true;
                return Promise.resolve();
            },
        );
        await sleep(500);
        expect(ran).toBe(false);
        expect(lines).toEqual([`process ${pid} is preparing the sandbox: waiting for it (Ctrl-C stops waiting)`]);
        children.splice(0)[0]?.kill("SIGKILL");
        await running;
        expect(ran).toBe(true);
    });

    it("is done by one after the other, and by the next one when it fails", async () => {
        const order: string[] = [];
        const job = (name: string) => async (): Promise<void> => {
            order.push(`${name} begins`);
            await sleep(30);
            order.push(`${name} ends`);
            throw new Error(name);
        };
        const results = await Promise.allSettled(
            ["a", "b", "c"].map((name) => exclusively(lock, "busy", () => undefined, job(name))),
        );
        expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
        expect(order.filter((_, index) => index % 2 === 0).map((line) => line.replace("begins", "ends"))).toEqual(
            order.filter((_, index) => index % 2 === 1),
        );
    });
});
