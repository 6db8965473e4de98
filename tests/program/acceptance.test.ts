import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { leastPrivilegeSeed, type RunningTenant, startTenant } from "microsoft-local-tenant";
import type { AcceptanceReport } from "../../tools/acceptance/report";
import { ProgramProject } from "./project";
import { secretsProvider } from "./vault";

/** The suite for tenants of people's own, on the local one. */
const main = path.resolve(__dirname, "../../dist/tools/acceptance/main.js");

describe("the acceptance suite", () => {
    const directory = mkdtempSync(path.join(tmpdir(), "acceptance-"));
    let tenant: RunningTenant;
    let project: ProgramProject;

    beforeAll(async () => {
        tenant = await startTenant({ directory, port: 0, seed: leastPrivilegeSeed() });
        const { tenantId, deployers } = tenant.tenants[0] ?? { tenantId: "", deployers: [] };
        project = await ProgramProject.create({
            ARM_METADATA_HOSTNAME: `localhost:${tenant.port}`,
            ARM_TENANT_ID: tenantId,
            ARM_CLIENT_ID: deployers[0]?.clientId ?? "",
            ARM_CLIENT_SECRET: deployers[0]?.clientSecret ?? "",
            EXO_UNATTENDED_EXCHANGE_URL: tenant.url,
            NODE_EXTRA_CA_CERTS: tenant.certificateFile,
            SSL_CERT_FILE: tenant.certificateFile,
            PULUMI_OPTION_SECRETS_PROVIDER: secretsProvider,
        });
    });
    afterAll(async () => {
        project.remove();
        await tenant.close();
        rmSync(directory, { recursive: true, force: true });
    });

    const accept = (...args: readonly string[]) => project.execute(process.execPath, [main, ...args]);
    const { tenantId, organization } = {
        tenantId: "11111111-2222-3333-4444-555555555555",
        organization: "exoip.onmicrosoft.com",
    };

    it("runs the whole story, refutes nothing, and leaves nothing in the tenant", async () => {
        const file = path.join(directory, "report.json");
        const { status, output } = await accept(
            ...["--tenant", tenantId, "--organization", organization, "--report", file, "--yes"],
        );
        expect(output).not.toMatch(/FAILED|refuted:/);
        expect(status).toBe(0);
        const report = JSON.parse(readFileSync(file, "utf8")) as AcceptanceReport;
        expect(report.tenant).toBe("local");
        expect(report.steps.map(({ passed }) => passed)).not.toContain(false);
        expect(report.left).toEqual([]);
        expect(report.assumptions.filter(({ verdict }) => verdict === "confirmed").length).toBeGreaterThan(5);
        expect(JSON.stringify(report)).not.toContain(tenantId);
        expect(JSON.stringify(report)).not.toContain(organization);
    }, 180_000);

    it("makes nothing without a confirmation, and says what it would make", async () => {
        const { status, output } = await accept("--tenant", tenantId, "--organization", organization);
        expect(status).toBe(2);
        expect(output).toMatch(/will make, change and delete the application "exo-unattended acceptance \w+"/);
        expect(output).toContain("nothing was made");
    });

    it("refuses credentials of another tenant before it makes anything", async () => {
        const other = "99999999-2222-3333-4444-555555555555";
        const { status, output } = await accept("--tenant", other, "--organization", organization, "--yes");
        expect(status).toBe(2);
        expect(output).toMatch(/^error: /m);
    });
});
