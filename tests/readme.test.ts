import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
    chmodSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitDivisorVariable } from "provider-stand-ins";
import { leastPrivilegeSeed, type RunningTenant, startTenant } from "microsoft-local-tenant";
import { ExitStatus } from "../src/errors/exitStatus";
import { GraphClient } from "./program/graphClient";
import { ProgramProject, shared } from "./program/project";
import { secretsProvider } from "./program/vault";

jest.setTimeout(180_000);

const projectFolder = path.resolve(__dirname, "..");
/** The commands of the first `sh` block under a heading of a page, without comments. */
function commands(page: string, heading: string): string[] {
    const text = readFileSync(path.join(projectFolder, page), "utf8");
    const section = text.slice(text.indexOf(`${heading}\n`));
    const block = /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
    return block
        .split("\n")
        .map((line) => line.replace(/\s+#.*$/, "").trim())
        .filter((line) => line !== "");
}

describe("the README's commands for a real tenant, on the local one", () => {
    let folder: string;
    let tenant: RunningTenant;
    let project: ProgramProject;

    beforeAll(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-readme-"));
        tenant = await startTenant({ directory: path.join(folder, "tenant"), port: 0, seed: leastPrivilegeSeed() });
        // What `npx exo-unattended` finds after `npm ci`.
        const bin = path.join(folder, "bin");
        mkdirSync(bin);
        writeFileSync(
            path.join(bin, "npx"),
            `#!/bin/sh\nshift\nexec node ${path.join(projectFolder, "dist", "src", "cli", "main.js")} "$@"\n`,
        );
        chmodSync(path.join(bin, "npx"), 0o755);
        project = await ProgramProject.create(
            // A person looks at the preview, and then confirms.
            {
                ...{ PULUMI_SKIP_CONFIRMATIONS: "true", PULUMI_OPTION_SKIP_PREVIEW: "true" },
                PULUMI_OPTION_SECRETS_PROVIDER: secretsProvider,
                ...new GraphClient(tenant).environment(),
            },
            { extraPath: [bin] },
        );
    });

    afterAll(async () => {
        project.remove();
        await tenant.close();
        rmSync(folder, { recursive: true, force: true });
    });

    const script = [
        ...commands("README.md", "## Use it on a real tenant"),
        ...commands("README.md", "### Deliver it to the machine that runs the script"),
        ...commands("docs/preflight-and-repair.md", "## Repair"),
    ]
        .filter((command) => command !== "npm ci")
        .map((command) =>
            command
                .replace("00000000-0000-0000-0000-000000000000", "11111111-2222-3333-4444-555555555555")
                .replace("contoso.onmicrosoft.com", "exoip.onmicrosoft.com"),
        );

    it("are there", () => {
        expect(script).toHaveLength(13);
    });

    it.each(script.map((command, index) => [`${index + 1}. ${command}`, command]))("%s", async (_, command) => {
        const { status, output } = await project.execute("bash", ["-c", command]);
        expect(`${command} ended with ${status}: ${status === 0 ? "" : output}`).toBe(`${command} ended with 0: `);
        if (/exo-unattended (verify|up)/.test(command)) {
            expect(output).toContain("proved: the unattended login works");
        }
    });

    it("renew on a stack that never set a certificate, pasted from docs/renewal.md from top to bottom", async () => {
        const page = readFileSync(path.join(projectFolder, "docs/renewal.md"), "utf8");
        const renewal = page.slice(page.indexOf("## Renew"), page.indexOf("## A key"));
        const pasted = [...renewal.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join("");
        // The stack has the default, written out.
        const file = "Pulumi.prod.yaml";
        const written = project.read(file);
        const unset = written.replace(/^ {2}exo-unattended:certificates:\n( {4}.*\n)+/m, "");
        expect(unset).not.toBe(written);
        project.write(file, unset);
        const { status, output } = await project.execute("bash", ["-euc", pasted]);
        expect([status, status === 0 ? "" : output]).toEqual([0, ""]);
        expect(output).toContain("every place holds the active certificate");
    });
});

describe("the README's commands for the local tenant, in a checkout of its own", () => {
    let checkout: string;

    beforeAll(() => {
        checkout = mkdtempSync(path.join(tmpdir(), "exo-unattended-checkout-"));
        const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
            cwd: projectFolder,
            encoding: "utf8",
        });
        const built = ["dist", "packages/local-tenant/dist", "packages/provider-stand-ins/dist"];
        for (const file of [...files.split("\0").filter((name) => name !== ""), ...built]) {
            cpSync(path.join(projectFolder, file), path.join(checkout, file), {
                recursive: true,
                preserveTimestamps: true,
            });
        }
        symlinkSync(path.join(projectFolder, "node_modules"), path.join(checkout, "node_modules"));
        spawnSync("git", ["init", "-q"], { cwd: checkout });
        spawnSync("git", ["add", "-A"], { cwd: checkout });
    });

    afterAll(() => {
        rmSync(checkout, { recursive: true, force: true });
    });

    function npm(command: string, env = shared("standIns")): { status: number | null; stdout: string; output: string } {
        const { status, stdout, stderr } = spawnSync("npm", command.split(" ").slice(1), {
            cwd: checkout,
            env: { ...process.env, ...env, [waitDivisorVariable]: "50" },
            encoding: "utf8",
        });
        return { status, stdout, output: stdout + stderr };
    }

    it("npm start makes the login, proves it and says how to use it", () => {
        // With plugins of its own, as the first time.
        const { status, output } = npm("npm start", {});
        expect(output).toContain("12 created");
        expect(output).not.toContain("warning:");
        expect(output).toContain("proved: the unattended login works");
        expect(output).toMatch(/Connect-ExchangeOnline -CertificateThumbprint '[0-9A-F]{40}' -AppId '[0-9a-f-]{36}'/);
        expect(output).not.toContain("PRIVATE KEY");
        expect(status).toBe(0);
    });

    it("npm start again changes nothing and proves it again", () => {
        const { status, output } = npm("npm start");
        expect(output).toContain("12 unchanged");
        expect(output).toContain("proved: the unattended login works");
        expect(status).toBe(0);
    });

    it("npm run -s pulumi -- … --json prints nothing but the document", () => {
        const { status, stdout } = npm("npm run -s pulumi -- stack output connection --json");
        expect(JSON.parse(stdout)).toMatchObject({ organization: "exoip.onmicrosoft.com" });
        expect(status).toBe(0);
    });

    it("npm run sandbox -- exo-unattended verify --stack dev … proves the login, and keeps the exit status of what it runs", () => {
        const { status, output } = npm("npm run sandbox -- exo-unattended verify --stack dev --warn-days 3650");
        expect(output).toContain("proved:");
        expect(status).toBe(ExitStatus.EndsSoon);
    });

    it("npm run sandbox runs the tenant until it is interrupted, with its variables in a file for one user only", async () => {
        const child = spawn("npm", ["run", "sandbox"], { cwd: checkout, stdio: ["ignore", "pipe", "pipe"] });
        await new Promise<void>((resolve) =>
            child.stderr.on("data", (text: Buffer) => {
                if (text.includes("tenant.env")) {
                    resolve();
                }
            }),
        );
        expect(statSync(path.join(checkout, ".sandbox", "tenant.env")).mode & 0o777).toBe(0o600);
        // Nothing but the administrator may read users.
        const ask = `const { ARM_METADATA_HOSTNAME, ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET } = process.env;
            const tenant = "https://" + ARM_METADATA_HOSTNAME;
            const body = new URLSearchParams({ grant_type: "client_credentials", client_id: ARM_CLIENT_ID,
                client_secret: ARM_CLIENT_SECRET, scope: tenant + "/.default" });
            fetch(tenant + "/" + ARM_TENANT_ID + "/oauth2/v2.0/token", { method: "POST", body })
                .then((answer) => answer.json())
                .then(({ access_token }) => fetch(tenant + "/v1.0/users",
                    { headers: { authorization: "Bearer " + access_token } }))
                .then((answer) => answer.text()).then(console.log)`;
        const { stdout } = spawnSync("sh", ["-c", `. .sandbox/tenant.env && node -e '${ask}'`], {
            cwd: checkout,
            encoding: "utf8",
        });
        expect(stdout).toContain("Adele Vance");
        const ended = new Promise((resolve) => child.on("close", resolve));
        child.kill("SIGINT");
        await ended;
    });

    it("npm start -- --destroy takes all of it away but Exchange Online's own service principal", () => {
        const { status, output } = npm("npm start -- --destroy");
        expect(output).toContain("12 deleted");
        expect(output).toContain("Office 365 Exchange Online is untouched");
        expect(status).toBe(0);
    });

    it("left git's work tree clean", () => {
        expect(spawnSync("git", ["diff"], { cwd: checkout, encoding: "utf8" }).stdout).toBe("");
        const untracked = spawnSync("git", ["status", "--porcelain"], { cwd: checkout, encoding: "utf8" }).stdout;
        expect(untracked.split("\n").filter((line) => line.startsWith("??"))).toEqual([]);
    });
});
