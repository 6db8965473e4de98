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

    it("is started anew when whoever ran it was killed", async () => {
        // No process has this number: it is above what Linux gives out.
        writeFileSync(path.join(folder, "tenant.lock"), JSON.stringify({ pid: 2 ** 30, port: 1 }));
        const tenant = await openSharedTenant(folder, silent);
        const lock = JSON.parse(readFileSync(path.join(folder, "tenant.lock"), "utf8")) as { pid: number };
        expect(lock.pid).toBe(process.pid);
        await tenant.close();
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
        await expect(runCommand(["no-such-command"], process.env)).rejects.toThrow(
            "no-such-command: there is no such command",
        );
    });
});
