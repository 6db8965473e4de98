import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { leastPrivilegeSeed, startTenant, type RunningTenant, type TenantSeed } from "microsoft-local-tenant";
import { main } from "../cli/support";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";
import { noted } from "./pulumiCommands";

jest.setTimeout(300_000);

const home = leastPrivilegeSeed().tenants[0] as TenantSeed;
/** The same deployer in a tenant of another cloud, with a client id of that tenant. */
function tenantOf(digit: string, organization: string, changes: Partial<TenantSeed> = {}): TenantSeed {
    return {
        ...home,
        tenantId: `${digit.repeat(8)}-0000-4000-8000-000000000000`,
        displayName: organization,
        organization,
        deployers: home.deployers.map((deployer, index) => ({
            ...deployer,
            clientId: `${digit.repeat(8)}-0000-4000-8000-00000000000${index + 1}`,
        })),
        ...changes,
    };
}
const stacks: Readonly<Record<string, readonly [environment: string, tenant: TenantSeed]>> = {
    dev: ["global", home],
    china: ["china", tenantOf("c", "contoso.partner.onmschina.cn")],
    government: ["usgovernmentl4", tenantOf("d", "contoso.onmicrosoft.us")],
    empty: ["usgovernmentl4", tenantOf("e", "fabrikam.onmicrosoft.us", { hasExchangeOnline: false })],
};

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-clouds-"));
    const tenants = Object.values(stacks).map(([, seed]) => seed);
    tenant = await startTenant({ directory: folder, port: 0, seed: { tenants } });
    project = await ProgramProject.create(new GraphClient(tenant).environment());
    for (const [name, [environment, { tenantId, organization, deployers }]] of Object.entries(stacks)) {
        const [{ clientId, clientSecret } = { clientId: "", clientSecret: "" }] = deployers;
        const values = {
            "azuread:environment": environment,
            "azuread:tenantId": tenantId,
            "azuread:clientId": clientId,
            "azuread:clientSecret": clientSecret,
            "exo-unattended:organization": organization,
            "exo-unattended:roles": '["Global Reader"]',
        };
        const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${value}\n`);
        project.stack(name, lines.join(""));
    }
    const perTenant = ["azuread:tenantId", "azuread:clientId", "azuread:clientSecret", "organization"];
    const stages = [
        { name: "dev", stacks: ["dev"] },
        { name: "prod", stacks: ["china", "government", "empty"] },
    ];
    const program = ["index.ts", "package.json"];
    const promotion = { schemaVersion: 1, program, stages, perTenant: [...perTenant, "azuread:environment"] };
    project.write("promotion.json", JSON.stringify(promotion));
    const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "dev"]);
    expect(status === 0 ? "" : output).toBe("");
});
afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const promotion = (to: string, ...args: readonly string[]): readonly string[] => [
    ...["promote", "--from", "dev", "--to", to, "--max-age", "1h", ...args],
];
const promote = (to: string, ...args: readonly string[]): Promise<Result> =>
    project.execute("node", [main, ...promotion(to, ...args)]);

describe("a promotion from the public cloud to national clouds", () => {
    it("plans, applies and verifies the login in China, with that cloud's names", async () => {
        const sealed = await promote("china", "--dry-run");
        expect(sealed.status === 0 ? "" : sealed.output).toBe("");
        expect(sealed.stderr).toMatch(/Audit +passed +china gets no access that dev does not have/);
        const { run: promoted, commands } = await noted(project, promotion("china", "--approve", sealed.stdout.trim()));
        expect(commands).toEqual([
            // The source, the target before the plan, and once more directly before the update: an approval takes its time.
            ...["config --show-secrets", "config --show-secrets", "config --show-secrets", "preview"],
            // One more shows whether the verified login is still the stack's.
            ...["stack export", "stack export", "stack export", "stack export", "stack export --show-secrets"],
            ...["stack rename", "stack rename", "up"],
        ]);
        // Verified with a token for partner.outlook.cn, issued by sts.chinacloudapi.cn.
        expect(promoted.status === 0 ? "" : promoted.output).toBe("");
        expect(project.outputs("china")["connection"]).toMatchObject({
            cloud: "china",
            organization: "contoso.partner.onmschina.cn",
        });
    });

    it("shows the second permission of a US government cloud as access that the source does not have", async () => {
        const { status, stderr } = await promote("government", "--dry-run");
        expect(stderr).toMatch(
            /Audit +warning[^]*exo-exchange-online-protection-manage-as-app: Microsoft Exchange\s+Online Protection/,
        );
        expect(status).toBe(0);
    });

    it("is refused to a tenant that does not have Exchange Online, before anything is planned", async () => {
        const { status, stderr } = await promote("empty", "--dry-run");
        expect(stderr).toContain("docs/promotion.md#cloud-without-role-or-api");
        expect(status).toBe(1);
    });
});
