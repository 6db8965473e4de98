import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant, twoTenantSeed, type RunningTenant, type State, type TenantSeed } from "microsoft-local-tenant";
import type { Connection } from "../../../src/connection/connection";
import { exchangeManageAsApp } from "../../../src/microsoft/permissions";
import { verify, type Verification } from "../../../src/verification/verify";
import { GraphClient } from "../graphClient";
import { ProgramProject, type Result } from "../project";

jest.setTimeout(180_000);

/** A customer lets the partner's deployer read and assign roles; only its own administrator consents. */
function customer(seed: TenantSeed, digit: string): TenantSeed {
    const deployer = (number: number, permissions: readonly string[]): TenantSeed["deployers"][number] => ({
        displayName: ["partner's deployer", "administrator"][number] ?? "",
        clientId: `${digit.repeat(8)}-0000-4000-8000-00000000000${number}`,
        clientSecret: `secret-${digit}-${number}`,
        permissions,
    });
    return {
        ...seed,
        deployers: [
            deployer(0, ["Application.Read.All", "RoleManagement.ReadWrite.Directory"]),
            deployer(1, ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"]),
        ],
    };
}

const [partner, other] = twoTenantSeed().tenants as [TenantSeed, TenantSeed];
const fabrikam = customer(other, "1");
const tailspin = customer(
    {
        ...other,
        tenantId: "99999999-8888-4777-8666-555555555555",
        displayName: "Tailspin Toys",
        organization: "tailspintoys.onmicrosoft.com",
    },
    "2",
);
const tenants = [partner, fabrikam, tailspin];
type Customer = "fabrikam" | "tailspin";
const numberOf: Readonly<Record<Customer, number>> = { fabrikam: 1, tailspin: 2 };

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;
/** Of the one certificate, with which the partner signs in everywhere. */
let privateKeyPem: string;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-tenant-"));
    tenant = await startTenant({ directory: folder, port: 0, seed: { tenants } });
    project = await ProgramProject.create(new GraphClient(tenant).environment());
    project.enter("examples/several-tenants/application");
    const { tenantId, organization } = partner;
    project.stack("prod", `  azuread:tenantId: ${tenantId}\n  partner-application:organization: ${organization}\n`);
    const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", "prod"]);
    expect(status === 0 ? "" : output).toBe("");
    privateKeyPem = await project.secretOutput("prod", "privateKeyPem");
    project.enter("examples/several-tenants/customer");
});
afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of pulumi on a customer's stack, as the partner's deployer in the customer's tenant. */
function attempt(stack: Customer, ...args: readonly string[]): Promise<Result> {
    return project.run([...args, "--stack", stack], new GraphClient(tenant, numberOf[stack]).environment());
}

async function run(stack: Customer, ...args: readonly string[]): Promise<Result> {
    const result = await attempt(stack, ...args);
    expect(result.status === 0 ? "" : result.output).toBe("");
    return result;
}

async function addCustomer(stack: Customer): Promise<void> {
    const { tenantId, organization } = tenants[numberOf[stack]] as TenantSeed;
    const values = {
        "azuread:tenantId": tenantId,
        "partner-customers:organization": organization,
        "partner-customers:application": "organization/partner-application/prod",
    };
    project.stack(
        stack,
        Object.entries(values)
            .map(([key, value]) => `  ${key}: ${value}\n`)
            .join(""),
    );
    await run(stack, "up", "--yes", "--skip-preview");
}

const outputsOf = (stack: Customer): Record<string, unknown> => project.outputs(stack);
const connectionOf = (stack: Customer): Connection => outputsOf(stack)["connection"] as Connection;

async function verifyNow(stack: Customer): Promise<Verification> {
    const credential = { certificatePem: String(outputsOf(stack)["certificatePem"]), privateKeyPem };
    const endpoints = { loginUrl: tenant.url, exchangeUrl: tenant.url };
    return verify(connectionOf(stack), credential, { endpoints });
}

/** What opening the consent address does: a service principal, and the permissions that the application asks for. */
async function consent(stack: Customer): Promise<void> {
    const administrator = new GraphClient(tenant, numberOf[stack], 1);
    const { clientId } = connectionOf(stack);
    const { id } = await administrator.post<{ id: string }>("/v1.0/servicePrincipals", { appId: clientId });
    const { apiClientId, appRoleId } = exchangeManageAsApp;
    const { value } = await administrator.get<{ value: { id: string }[] }>(
        `/v1.0/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${apiClientId}'`)}`,
    );
    const resourceId = value[0]?.id ?? "";
    const assignment = { appRoleId, principalId: id, resourceId };
    await administrator.post(`/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`, assignment);
}

/** Everything that a tenant holds. */
const contentsOf = ({ tenantId }: TenantSeed): unknown =>
    (JSON.parse(readFileSync(path.join(folder, "tenant.json"), "utf8")) as State).tenants[tenantId];

describe("examples/several-tenants", () => {
    it("waits for the customer's administrator, and says where to consent", async () => {
        const before = tenants.map(contentsOf);
        await addCustomer("fabrikam");
        expect(tenants.map(contentsOf)).toEqual(before);
        expect(outputsOf("fabrikam")).toMatchObject({
            state: "consent pending",
            adminConsentUrl: `https://login.microsoftonline.com/${fabrikam.tenantId}/adminconsent?client_id=${connectionOf("fabrikam").clientId}`,
        });
        const { verdict, attempts, checks } = await verifyNow("fabrikam");
        expect({ verdict, attempts }).toEqual({ verdict: "consent-pending", attempts: 1 });
        expect(checks.find(({ id }) => id === "sign-in")).toMatchObject({
            evidence: expect.stringMatching(/^admin consent is pending: AADSTS700016/) as string,
            remedy: expect.stringContaining(String(outputsOf("fabrikam")["adminConsentUrl"])) as string,
        });
    });

    it("goes on with the first update after the consent", async () => {
        await consent("fabrikam");
        const { verdict, checks } = await verifyNow("fabrikam");
        expect(verdict).toBe("consent-pending");
        expect(checks.find(({ id }) => id === "directory-roles")?.remedy).toMatch(/^Run `pulumi up`/);

        const update = await run("fabrikam", "up", "--yes", "--skip-preview");
        expect(update.output).toContain("1 created");
        expect(outputsOf("fabrikam")["state"]).toBe("ready");
        expect(await verifyNow("fabrikam")).toMatchObject({ verdict: "proved" });
        await run("fabrikam", "preview", "--expect-no-changes");
    });

    it("adds and removes a customer, and leaves the others as they are", async () => {
        const others = [partner, fabrikam].map(contentsOf);
        const before = contentsOf(tailspin);
        await addCustomer("tailspin");
        await consent("tailspin");
        const consented = contentsOf(tailspin);
        await run("tailspin", "up", "--yes", "--skip-preview");
        expect(await verifyNow("tailspin")).toMatchObject({ verdict: "proved" });
        expect([partner, fabrikam].map(contentsOf)).toEqual(others);

        await run("tailspin", "destroy", "--yes", "--skip-preview");
        expect(contentsOf(tailspin)).toEqual(consented);
        expect(consented).not.toEqual(before);
        expect([partner, fabrikam].map(contentsOf)).toEqual(others);
        expect(await verifyNow("fabrikam")).toMatchObject({ verdict: "proved" });
    });

    it("waits again when the customer withdraws the consent, once the roles that went with it are refreshed", async () => {
        const { servicePrincipalObjectId } = connectionOf("fabrikam");
        await new GraphClient(tenant, numberOf.fabrikam, 1).delete(
            `/v1.0/servicePrincipals/${servicePrincipalObjectId}`,
        );
        const unrefreshed = await attempt("fabrikam", "destroy", "--yes", "--skip-preview");
        expect(unrefreshed.status).not.toBe(0);
        expect(unrefreshed.output).toContain("404");
        await run("fabrikam", "up", "--yes", "--skip-preview", "--refresh");
        expect(outputsOf("fabrikam")["state"]).toBe("consent pending");
        expect(await verifyNow("fabrikam")).toMatchObject({ verdict: "consent-pending", attempts: 1 });
    });
});
