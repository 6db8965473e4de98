import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { runCommand } from "../../tools/sandbox/command";
import { openSharedTenant } from "../../tools/sandbox/sharedTenant";

let folder: string;

beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-shared-"));
});

afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

const silent = (): void => undefined;

describe("the tenant that commands share", () => {
    it("is joined by a second command, and gone when the first one ends", async () => {
        const first = await openSharedTenant(folder, silent);
        const lines: string[] = [];
        const second = await openSharedTenant(folder, (line) => lines.push(line));
        expect(second.port).toBe(first.port);
        expect(lines).toEqual([`local tenant: the running one on port ${first.port}`]);
        await second.close();
        await first.close();
        expect(existsSync(path.join(folder, "tenant.lock"))).toBe(false);
    });

    const leftOvers: readonly (readonly [string, () => string])[] = [
        // No process has this number: it is above what Linux gives out.
        ["whose owner was killed", () => JSON.stringify({ pid: 2 ** 30, started: "1", port: 1 })],
        ["whose owner's number was given out again", () => JSON.stringify({ pid: process.pid, started: "1", port: 1 })],
        ["of which nobody knows whose it is", () => JSON.stringify({ pid: process.ppid, port: 1 })],
        ["that is empty", () => ""],
        ["that is damaged", () => "{"],
    ];
    it.each(leftOvers)("is started again after a lock %s", async (_, content) => {
        writeFileSync(path.join(folder, "tenant.lock"), content());
        const lines: string[] = [];
        const tenant = await openSharedTenant(folder, (line) => lines.push(line));
        expect(lines[0]).toMatch(/^tenant\.lock is left over \(.+\): taking over$/);
        const lock = JSON.parse(readFileSync(path.join(folder, "tenant.lock"), "utf8")) as {
            pid: number;
            port: number;
        };
        expect(lock).toMatchObject({ pid: process.pid, port: tenant.port });
        await tenant.close();
    });

    it("is joined although its lock was damaged while it runs", async () => {
        const first = await openSharedTenant(folder, silent);
        writeFileSync(path.join(folder, "tenant.lock"), `{"pid": 7, "port": ${first.port}`);
        const second = await openSharedTenant(folder, silent);
        expect(second.port).toBe(first.port);
        await second.close();
        await first.close();
        expect(existsSync(path.join(folder, "tenant.lock"))).toBe(false);
    });

    it("does not wait for users that have ended or whose number was given out again", async () => {
        const first = await openSharedTenant(folder, silent);
        for (const [pid, started] of [
            [String(2 ** 30), "1"],
            [String(process.ppid), "1"],
            ["0", ""],
            ["nobody", "1"],
        ]) {
            writeFileSync(path.join(folder, "users", pid ?? ""), started ?? "");
        }
        const lines: string[] = [];
        await first.close();
        expect(lines).toEqual([]);
    });

    it("is not stopped while somebody uses it", async () => {
        const first = await openSharedTenant(folder, silent);
        const second = await openSharedTenant(folder, silent);
        let closed = false;
        const closing = first.close().then(() => (closed = true));
        await new Promise((resolve) => setTimeout(resolve, 400));
        expect(closed).toBe(false);
        const third = await openSharedTenant(folder, silent);
        expect(third.port).toBe(first.port);
        await third.close();
        await second.close();
        await closing;
        expect(existsSync(path.join(folder, "tenant.lock"))).toBe(false);
    });

    it("takes another port when its own is in use", async () => {
        const other = createServer().listen(48443, "127.0.0.1");
        await new Promise((resolve) => other.once("listening", resolve).once("error", resolve));
        const tenant = await openSharedTenant(folder, silent);
        expect(tenant.port).not.toBe(48443);
        await tenant.close();
        expect((other.address() as AddressInfo | null)?.port ?? 48443).toBe(48443);
        await new Promise((resolve) => other.close(resolve));
    });
});

describe("a command in the sandbox", () => {
    it("keeps its own exit status", async () => {
        expect(await runCommand(["sh", "-c", "exit 7"], process.env)).toBe(7);
    });

    it("that a signal ended has the status that shells give", async () => {
        expect(await runCommand(["sh", "-c", "kill -TERM $$"], process.env)).toBe(143);
    });

    it("that does not exist is named", async () => {
        await expect(runCommand(["no-such-command"], process.env)).rejects.toThrow("no-such-command: no such command");
    });
});
