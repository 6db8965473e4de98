import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionFormats } from "../../src/delivery/connection/connectionFormats";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import type { Run } from "./support";

const connection = connectionOf(credentialOf(rsaKey()));
// Scripts and parameters need neither certificate nor key.
const input = JSON.stringify({ connection, privateKeyPem: "[secret]" });
let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-script-"));
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

describe("exo-unattended script", () => {
    const run = (...args: readonly string[]): Promise<Run> =>
        inThisProcess(["script", folder, "--file", "-", ...args], { input });

    test("writes the script and what runs it, readable for the host, and names them", async () => {
        const paths = ["exo-unattended/Export-Mailbox.ps1", ".github/workflows/exo-unattended.yml"].map((path) =>
            join(folder, path),
        );
        expect(await run("--for", "github", "--key-vault", "contoso-exo")).toEqual({
            status: 0,
            stdout: paths.map((path) => `${path}\n`).join(""),
            stderr: "",
        });
        expect(paths.map((path) => statSync(path).mode & 0o777)).toEqual([0o644, 0o644]);
        expect(readFileSync(paths[1] ?? "", "utf8")).toContain("--vault-name contoso-exo");
    });

    test("wraps a script, and replaces files only with --force", async () => {
        const mine = join(folder, "mine.ps1");
        writeFileSync(mine, "Get-Mailbox");
        const args = ["--for", "systemd", "--wrap", mine, "--command", "Get-Mailbox", "--command", "Get-Recipient"];
        expect((await run(...args)).status).toBe(0);
        const frame = readFileSync(join(folder, "Invoke-UnattendedScript.ps1"), "utf8");
        expect(frame).toMatch(/CommandName +=\s'Get-Mailbox', 'Get-Recipient'/);
        expect(await run(...args)).toMatchObject({
            status: 2,
            stderr: `error: ${join(folder, "Invoke-UnattendedScript.ps1")} exists. Choose another name, or force its replacement.\n`,
        });
        expect((await run(...args, "--force")).status).toBe(0);
    });

    test.each([
        ["no host", [], /required option '--for <host>'/],
        ["a host that is none", ["--for", "aix"], /Allowed choices are windows, github/],
        [
            "a kind beside an own script",
            ["--for", "cron", "--kind", "connect", "--wrap", "a.ps1"],
            /cannot be used with/,
        ],
        ["commands without an own script", ["--for", "cron", "--command", "Get-Mailbox"], /--command goes with --wrap/],
        ["an own script that is not there", ["--for", "cron", "--wrap", "/nowhere/a.ps1"], /cannot read \/nowhere/],
        [
            "a key vault for a machine",
            ["--for", "cron", "--key-vault", "contoso"],
            /a key vault is for github and azure-devops/,
        ],
    ])("refuses %s with status 2 and a plain line", async (_, args, message) => {
        const { status, stdout, stderr } = await run(...args);
        expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
        expect(stderr).toMatch(message);
        expect(stderr).toMatch(/^error: .+\n$/);
    });
});

describe("exo-unattended connection --for", () => {
    test.each(Object.entries(connectionFormats))("%s prints that form and nothing else", async (reader, format) => {
        expect(await inThisProcess(["connection", "--for", reader, "--file", "-"], { input })).toEqual({
            status: 0,
            stdout: `${format(connection)}\n`,
            stderr: "",
        });
    });
});
