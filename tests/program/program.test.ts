import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Row } from "../../components/args/table";
import { configurationTable } from "../../components/configuration";
import type { Connection } from "../../src/connection/connection";
import { exchangeManageAsApp } from "../../src/microsoft/permissions";
import { startTenant, twoTenantSeed, type RunningTenant, type TenantSeed } from "microsoft-local-tenant";
import { GraphClient } from "./graphClient";
import { diagnostics, registered } from "./outcome";
import { ProgramProject, type Result } from "./project";

jest.setTimeout(120_000);

const base = (...lines: string[]): string =>
    [
        "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
        "exo-unattended:organization: exoip.onmicrosoft.com",
        ...lines,
    ]
        .map((line) => `  ${line}\n`)
        .join("");
const withCertificates = (...keys: string[]): string =>
    `exo-unattended:certificates: { ${keys.map((key) => `${key}: { commonName: exoip.com, validityDays: 1826 }`).join(", ")} }`;
const article = base(withCertificates("current"));

const [exoip, fabrikam] = twoTenantSeed().tenants as [TenantSeed, TenantSeed];

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;
let graph: GraphClient;
/** The generated private key, which must never show. */
let plantedKey: string;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-tenant-"));
    tenant = await startTenant({
        directory: folder,
        port: 0,
        seed: { tenants: [exoip, { ...fabrikam, hasExchangeOnline: false }] },
    });
    graph = new GraphClient(tenant);
    project = await ProgramProject.create(graph.environment());
    project.stack("test", article);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const up = (env: NodeJS.ProcessEnv = {}): Promise<Result> =>
    project.run(["up", "--yes", "--skip-preview", "--stack", "test"], env);

const connection = (): Connection => project.outputs("test")["connection"] as Connection;

describe("the program on the real engine", () => {
    it("creates everything and then knows the connection", async () => {
        const { status, output } = await up();
        expect(output).toContain("12 created");
        expect(status).toBe(0);

        plantedKey = await project.secretOutput("test", "privateKeyPem");
        const { applicationObjectId, thumbprint, notAfter, ...rest } = connection();
        expect(rest).toMatchObject({ organization: "exoip.onmicrosoft.com", cloud: "global", schemaVersion: 1 });
        expect(project.outputs("test")["privateKeyPem"]).toMatchObject({ ciphertext: expect.any(String) as string });
        const application = await graph.get<{
            keyCredentials: { customKeyIdentifier: string; endDateTime: string }[];
            tags: string[];
        }>(`/v1.0/applications/${applicationObjectId}`);
        expect(application.tags).toEqual(["exo-unattended/exo-unattended/test/exo"]);
        expect(application.keyCredentials).toEqual([
            expect.objectContaining({ customKeyIdentifier: thumbprint, endDateTime: notAfter }),
        ]);
    });

    it("changes nothing on a second update, whoever runs it and in whatever time zone", async () => {
        expect((await up({ ...graph.deployer(0, 1), TZ: "Europe/Paris" })).output).toMatch(/12 unchanged/);
    });

    it("previews the same twice, and nothing either when package.json has exports, as a library's does", async () => {
        const preview = async (): Promise<unknown> => {
            const { stdout } = await project.run(["preview", "--json", "--stack", "test"]);
            const { duration, ...rest } = JSON.parse(stdout) as { duration: number; changeSummary: unknown };
            expect(duration).toBeGreaterThan(0);
            return rest;
        };
        const first = await preview();
        expect(first).toMatchObject({ changeSummary: { same: 12 } });
        const before = project.read("package.json");
        // A file that exists: the runner ignores others.
        const exports = { ".": "./components/index.ts" };
        project.write("package.json", JSON.stringify({ ...(JSON.parse(before) as object), exports }));
        expect(await preview()).toEqual(first);
        project.write("package.json", before);
    });

    it("refuses a provider of another tenant, and registers nothing", async () => {
        const before = project.read("index.ts");
        const fabrikamsProvider = `{ providers: [new azuread.Provider("other", ${JSON.stringify({
            tenantId: fabrikam.tenantId,
            clientId: fabrikam.deployers[0]?.clientId,
            clientSecret: fabrikam.deployers[0]?.clientSecret,
        })})] }`;
        const program = before.replace('new UnattendedAccess("exo", login)', (call) =>
            call.replace(")", `, ${fabrikamsProvider})`),
        );
        project.write("index.ts", `import * as azuread from "@pulumi/azuread";\n${program}`);
        project.stack("other-tenant", article);
        const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "other-tenant"]);
        expect(diagnostics(output)).toEqual([
            expect.stringContaining(`(got ${exoip.tenantId}, the provider has ${fabrikam.tenantId})`),
        ]);
        expect(status).not.toBe(0);
        project.write("index.ts", before);
        expect(registered(project, "other-tenant")).toEqual([]);
    });

    it("refuses a sign-in that the tenant does not know, with Microsoft's reason", async () => {
        const before = registered(project, "test");
        const { ARM_CLIENT_ID, ARM_CLIENT_SECRET } = graph.deployer(1, 0);
        const { status, output } = await project.run(["preview", "--stack", "test"], {
            ARM_CLIENT_ID,
            ARM_CLIENT_SECRET,
        });
        expect(diagnostics(output)).toEqual([
            expect.stringContaining(
                "the azuread provider cannot read the tenant: AADSTS700016: Application with identifier",
            ),
        ]);
        expect(status).not.toBe(0);
        expect(registered(project, "test")).toEqual(before);
    });

    it("says so when the tenant has no Exchange Online, and registers nothing", async () => {
        project.stack(
            "no-exchange",
            article.replace("11111111-2222-3333-4444-555555555555", graph.deployer(1, 0).ARM_TENANT_ID),
        );
        const { status, output } = await project.run(
            ["up", "--yes", "--skip-preview", "--stack", "no-exchange"],
            graph.deployer(1, 0),
        );
        expect(diagnostics(output)).toEqual([
            expect.stringContaining("the tenant has no service principal of Office 365 Exchange Online"),
        ]);
        expect(status).not.toBe(0);
        expect(registered(project, "no-exchange")).toEqual([]);
    });

    it("destroys everything of its own and nothing of Microsoft's", async () => {
        const { applicationObjectId } = connection();
        const { status } = await project.run(["destroy", "--yes", "--skip-preview", "--stack", "test"]);
        expect(status).toBe(0);
        await expect(graph.get(`/v1.0/applications/${applicationObjectId}`)).rejects.toThrow("404");
        const { value } = await graph.get<{ value: unknown[] }>(
            `/v1.0/servicePrincipals?$filter=appId eq '${exchangeManageAsApp.apiClientId}'`,
        );
        expect(value).toHaveLength(1);
    });

    it("never printed a key or the deployer's secret", () => {
        const printed = project.printed.join("\n");
        expect(printed.length).toBeGreaterThan(10_000);
        expect(printed).not.toContain("PRIVATE KEY");
        // The modulus comes first, and is in the certificate too: what follows must never show (RFC 8017, A.1.2).
        const lines = plantedKey
            .split("\n")
            .filter((line) => line.length === 64)
            .slice(7);
        expect(lines.length).toBeGreaterThan(14);
        expect(lines.filter((line) => printed.includes(line))).toEqual([]);
        expect(printed).not.toContain(graph.deployer(0, 0).ARM_CLIENT_SECRET);
    });
});

it("the defaults of the configuration are those of the component", async () => {
    project.stack("defaults", "  exo-unattended:organization: exoip.onmicrosoft.com\n");
    const { stdout } = await project.run(["config", "--json", "--stack", "defaults"]);
    const values = JSON.parse(stdout) as Record<string, { value: string; objectValue?: unknown }>;
    const configured: Record<string, unknown> = Object.fromEntries(
        Object.entries(values).map(([key, { value, objectValue }]) => [key.replace(/^.*:/, ""), objectValue ?? value]),
    );
    const rows: Readonly<Record<string, Row>> = configurationTable.rows;
    const defaults = Object.entries(rows)
        .filter(([, row]) => row.default !== undefined && row.configuredAs === undefined)
        .map(([key, row]) => [key, typeof row.default === "boolean" ? String(row.default) : row.default] as const);
    expect(configured).toEqual({ organization: "exoip.onmicrosoft.com", ...Object.fromEntries(defaults) });
});
