import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
    deployerPermissions,
    startTenant,
    twoTenantSeed,
    type RunningTenant,
    type TenantSeed,
} from "microsoft-local-tenant";
import type { AuditReport } from "../../src/audit/report";
import type { Connection } from "../../src/connection/connection";
import { main } from "../cli/support";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";
import { noted } from "./pulumiCommands";

jest.setTimeout(120_000);

const config = [
    "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
    "exo-unattended:organization: exoip.onmicrosoft.com",
    "exo-unattended:roles: [Global Reader]",
    "exo-unattended:certificates: { current: { validityDays: 365 } }",
]
    .map((line) => `  ${line}\n`)
    .join("");

let folder: string;
let tenant: RunningTenant;
let graph: GraphClient;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-drift-"));
    const [exoip] = twoTenantSeed().tenants as [TenantSeed];
    const permissions = [...deployerPermissions, "Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All"];
    const deployers = exoip.deployers.map((deployer) => ({ ...deployer, permissions }));
    const seed = { tenants: [{ ...exoip, deployers }] };
    tenant = await startTenant({ directory: folder, port: 0, seed, administration: true });
    graph = new GraphClient(tenant);
    project = await ProgramProject.create({ ...graph.environment(), COLUMNS: "2000" });
    project.stack("test", config);
    await project.run(["up", "--yes", "--skip-preview", "--stack", "test"]);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const audit = (...options: readonly string[]): Promise<Result> =>
    project.execute("node", [main, "audit", "--drift", "--stack", "test", ...options]);

/** The latest requests to Microsoft Graph. */
async function graphRequests(): Promise<{ method: string; path: string }[]> {
    const answer = await fetch(`${tenant.url}/-/admin/requests`);
    const { requests } = (await answer.json()) as { requests: { method: string; path: string }[] };
    return requests.filter(({ path }) => /^\/(v1\.0|beta)\//.test(path));
}

const connection = (): Connection => project.outputs("test")["connection"] as Connection;

describe("audit --drift", () => {
    it("finds program, state, tenant and token equal after an update, attests that, and only reads", async () => {
        const attestation = path.join(folder, "access.json");
        const before = (await graphRequests()).length;
        const options = ["--verify", "--attest", attestation, "--fail-on", "change,unknown,low"];
        const { run, commands } = await noted(project, ["audit", "--drift", "--stack", "test", ...options]);
        const { output, status } = run;
        expect(commands).toEqual([
            ...["config --show-secrets", "preview", "stack export"],
            // The login, and whether the state is still the one that was audited.
            ...["stack export", "stack export --show-secrets"],
        ]);
        expect(output).toContain("no access changes; no findings: passed");
        expect(status).toBe(0);
        const requests = (await graphRequests()).slice(before);
        expect(requests.length).toBeGreaterThan(5);
        expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);

        const check = await project.execute("node", [main, "attestation", "check", attestation, "--stack", "test"]);
        expect(check.output).toContain(
            "6 accesses are the same in program, state and tenant, and 2 of them in the token",
        );
        expect(check.status).toBe(8);
    });

    it("finds what others changed in the tenant, and attests nothing then", async () => {
        const { applicationObjectId, servicePrincipalObjectId: principalId } = connection();
        const application = `/v1.0/applications/${applicationObjectId}`;
        await graph.post(`${application}/addPassword`, { passwordCredential: { displayName: "mine" } });
        await graph.post(`${application}/federatedIdentityCredentials`, {
            ...{
                name: "mine",
                issuer: "https://example.com",
                subject: "me",
                audiences: ["api://AzureADTokenExchange"],
            },
        });
        const { value: people } = await graph.get<{ value: { id: string }[] }>("/v1.0/servicePrincipals");
        const other = people.find(({ id }) => id !== principalId);
        await graph.post(`${application}/owners/$ref`, {
            "@odata.id": `${tenant.url}/v1.0/directoryObjects/${other?.id ?? ""}`,
        });
        await graph.patch(application, { signInAudience: "AzureADMultipleOrgs" });
        await graph.post("/v1.0/roleManagement/directory/roleAssignments", {
            ...{ principalId, directoryScopeId: "/", roleDefinitionId: "62e90394-69f5-4237-9190-012177145e10" },
        });
        const { value: apis } = await graph.get<{ value: { id: string }[] }>(
            "/v1.0/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'",
        );
        const resourceId = apis[0]?.id;
        await graph.post(`/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, {
            ...{ principalId, resourceId, appRoleId: "7ab1d382-f21e-4acd-a863-ba3e13f7da61" },
        });
        await graph.post("/v1.0/oauth2PermissionGrants", {
            ...{ clientId: principalId, consentType: "AllPrincipals", resourceId, scope: "User.Read" },
        });
        await graph.patch(`/v1.0/servicePrincipals/${principalId}`, { accountEnabled: false });

        const attestation = path.join(folder, "nothing.json");
        const options = ["--verify", "--timeout", "0", "--attest", attestation, "--format", "json"];
        const { stdout, stderr, status } = await audit(...options, "--fail-on", "high");
        const { findings, notJudged } = JSON.parse(stdout) as AuditReport;
        expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual([
            ...["client-secret", "drift-audience", "drift-credential", "drift-federated-credential", "drift-owner"],
            ...["drift-permission", "drift-role", "global-administrator", "long-lived-credential"],
            ...["multi-tenant-audience", "outside-least-privilege", "principal-disabled"],
        ]);
        expect(findings.filter(({ rule }) => rule === "drift-permission")).toHaveLength(2);
        expect(notJudged.map(({ detail }) => detail)).toEqual([
            expect.stringContaining("the login is not verified") as string,
        ]);
        expect(stderr).toContain("nothing is attested");
        expect(status).toBe(1);
    });
});
