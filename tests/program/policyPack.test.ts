import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant, twoTenantSeed, type RunningTenant } from "microsoft-local-tenant";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";

jest.setTimeout(120_000);

const pack = path.resolve(__dirname, "../../policy");
const config = [
    "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
    "exo-unattended:organization: exoip.onmicrosoft.com",
    "exo-unattended:roles: [Global Administrator]",
    "exo-unattended:certificates: { current: { validityDays: 365 } }",
]
    .map((line) => `  ${line}\n`)
    .join("");

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-policy-"));
    tenant = await startTenant({ directory: folder, port: 0, seed: twoTenantSeed() });
    project = await ProgramProject.create(new GraphClient(tenant).environment());
    project.stack("test", config);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const withPack = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Result> =>
    project.run([...args, "--policy-pack", pack, "--color", "never"], env);

/** A file that accepts what the stack does. */
function configFile(): string {
    const file = path.join(folder, "policies.json");
    writeFileSync(file, JSON.stringify({ "global-administrator": { allow: ["Global Administrator"] } }));
    return file;
}

describe("the policy pack on the real engine", () => {
    it("lets an update pass that its configuration accepts", async () => {
        const args = ["up", "--yes", "--skip-preview", "--stack", "test", "--policy-pack-config", configFile()];
        const { output, status } = await withPack(args);
        expect(output).toContain("exo-unattended@v");
        expect(output).toMatch(/\[advisory\] +\[severity: low\] +changes-not-judged/);
        expect(output).not.toContain("global-administrator");
        expect(output).toContain("12 created");
        expect(status).toBe(0);
    });

    it("stops the preview of what breaks a rule", async () => {
        const { output, status } = await withPack(["preview", "--stack", "test"]);
        expect(output).toMatch(/\[mandatory\] +\[severity: critical\] +global-administrator/);
        expect(output).toContain("exo is Global Administrator. Use Global Reader");
        expect(status).not.toBe(0);
    });

    it("judges an export without the program, the stack or the tenant", async () => {
        const state = path.join(folder, "state.json");
        await project.run(["stack", "export", "--stack", "test", "--file", state]);
        project.enter("..");
        const { output, status } = await withPack(["policy", "analyze", "--file", state], {
            ARM_TENANT_ID: "",
            PULUMI_BACKEND_URL: `file://${folder}/none`,
            PULUMI_CONFIG_PASSPHRASE: "",
        });
        expect(output).toContain("exo is Global Administrator");
        expect(status).not.toBe(0);
    });
});
