import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const program = path.resolve(__dirname, "../dist/cli.js");
const directory = mkdtempSync(path.join(tmpdir(), "local-tenant-"));

afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
});

async function run(...options: string[]): Promise<{ status: number | null; output: string; errors: string }> {
    const child = spawn(process.execPath, [program, ...options]);
    let [output, errors] = ["", ""];
    child.stdout.on("data", (data) => (output += String(data)));
    child.stderr.on("data", (data) => (errors += String(data)));
    const [status] = (await once(child, "close")) as [number | null];
    return { status, output, errors };
}

describe("the command microsoft-local-tenant", () => {
    it("starts a tenant, prints how to reach it, and ends on a signal", async () => {
        const child = spawn(process.execPath, [program, "--port", "0", "--directory", directory], {
            stdio: ["ignore", "pipe", "inherit"],
        });
        const lines: string[] = [];
        for await (const line of createInterface(child.stdout)) {
            lines.push(line);
            if (line.startsWith("export REQUESTS_CA_BUNDLE")) {
                break;
            }
        }
        expect(lines[0]).toMatch(/^# https:\/\/localhost:\d+, until Ctrl-C/);
        expect(lines).toContainEqual(expect.stringMatching(/^export ARM_METADATA_HOSTNAME=localhost:\d+$/));
        expect(lines).toContain("export ARM_CLIENT_SECRET=sandbox-engineer-secret");
        expect(existsSync(path.join(directory, "tenant.json"))).toBe(true);
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        expect(await ended).toEqual([0, null]);
    });

    it("shows its options", async () => {
        const { status, output } = await run("--help");
        expect(status).toBe(0);
        for (const option of ["--port", "--directory", "--profile", "--administration"]) {
            expect(output).toContain(option);
        }
    });

    it.each([
        [["--port", "x"], /--port: not a port number \(got x\)/],
        [["--profile", "friendly"], /--profile: unknown profile \(got friendly\)/],
        [["--colour"], /--colour/],
    ])("refuses %j as a usage error", async (options, message) => {
        const { status, errors } = await run(...options);
        expect(status).toBe(2);
        expect(errors).toMatch(message);
        expect(errors).not.toMatch(/^\s+at /m);
    });
});
