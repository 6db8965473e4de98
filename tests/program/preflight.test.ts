import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
    deployerPermissions,
    startTenant,
    twoTenantSeed,
    type RunningTenant,
    type TenantSeed,
} from "microsoft-local-tenant";
import { main } from "../cli/support";
import { GraphClient } from "./graphClient";
import { ProgramProject, type Result } from "./project";
import { noted } from "./pulumiCommands";

jest.setTimeout(120_000);

const config = [
    "azuread:tenantId: 11111111-2222-3333-4444-555555555555",
    "exo-unattended:organization: exoip.onmicrosoft.com",
]
    .map((line) => `  ${line}\n`)
    .join("");
const policy = "/v1.0/policies/defaultAppManagementPolicy";

let folder: string;
let tenant: RunningTenant;
let graph: GraphClient;
let project: ProgramProject;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-preflight-"));
    const [exoip] = twoTenantSeed().tenants as [TenantSeed];
    const [engineer, pipeline] = exoip.deployers.map((deployer, index) => ({
        ...deployer,
        permissions: [
            ["Policy.ReadWrite.ApplicationConfiguration", ...deployerPermissions],
            ["Application.ReadWrite.OwnedBy", "Application.Read.All"],
        ][index] as string[],
    }));
    const deployers = [engineer, pipeline].filter((deployer) => deployer !== undefined);
    const seed = { tenants: [{ ...exoip, deployers }] };
    tenant = await startTenant({ directory: folder, port: 0, seed, administration: true });
    graph = new GraphClient(tenant);
    const bin = path.join(folder, "bin");
    mkdirSync(bin);
    project = await ProgramProject.create({ ...graph.environment(), COLUMNS: "2000" }, { extraPath: [bin] });
    project.stack("test", config);
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

const preflight = (env: NodeJS.ProcessEnv = {}, ...options: string[]): Promise<Result> =>
    project.execute("node", [main, "preflight", "--stack", "test", ...options], env);

/** Result, what was seen and what to do, by what was looked at. */
function table({ stdout }: Result): Record<string, string> {
    return Object.fromEntries(
        [...stdout.matchAll(/^([A-Z][\w -]*?) {2,}((?:passed|warning|failed|skipped) .*)$/gm)].map(
            ([, title = "", rest = ""]) => [title, rest.replace(/ {2,}/g, "  ")],
        ),
    );
}

describe("exo-unattended preflight", () => {
    test("finds a new stack ready in a tenant that is", async () => {
        const { run, commands } = await noted(project, ["preflight", "--stack", "test"]);
        expect(commands).toEqual(["config --show-secrets", "preview", "stack export", "stack rename"]);
        expect(table(run)).toEqual({
            "Sign-in": expect.stringMatching(
                /^passed {2}the application \S+ \(object id \S+\), in tenant 1111/,
            ) as string,
            Clock: expect.stringMatching(/^passed/) as string,
            Permissions: `passed  holds ${deployerPermissions.join(", ")}`,
            "Exchange Online": expect.stringMatching(/^passed {2}Office 365 Exchange Online: \S+$/) as string,
            "Display name": 'passed  free: "EXO PowerShell unattended"',
            "Certificate policy": 'passed  the tenant allows "exo-current", valid for 365 days',
            Owners: expect.stringMatching(/^(passed|skipped)/) as string,
            "State and tenant": "passed  the stack's state and the tenant agree",
            "Stack lock": "passed  not locked",
            "Pending operations": "passed  none",
            "Certificate dates": "skipped  no certificate exists yet",
            "Certificates in use": "passed  every certificate keeps working",
            "Rights of the login":
                "passed  This login can change everything in Exchange Online: directory role Exchange Administrator.",
            Preview: "passed  12 changes",
        });
        expect(run.stdout).toMatch(/\nready for `pulumi up`\n$/);
        expect(run.status).toBe(0);
    });

    test("names all that stands in the way at once, before anything is made", async () => {
        await graph.post<object>("/v1.0/applications", { displayName: "EXO PowerShell unattended" });
        await graph.patch(policy, {
            isEnabled: true,
            applicationRestrictions: {
                keyCredentials: [{ restrictionType: "asymmetricKeyLifetime", maxLifetime: "P180D" }],
            },
        });
        const move = (advanceSeconds: number): Promise<unknown> =>
            fetch(`${tenant.url}/-/admin/clock`, { method: "PATCH", body: JSON.stringify({ advanceSeconds }) });
        await move(600);
        const run = await preflight();
        expect(table(run)).toMatchObject({
            Clock: expect.stringMatching(
                /^failed {2}this machine's clock is \d+ s behind localhost:\d+ {2}Correct/,
            ) as string,
            "Display name": expect.stringMatching(/^failed {2}"EXO PowerShell unattended" exists: client id/) as string,
            "Certificate policy": expect.stringMatching(
                /^failed .*\(180 days\).* {2}Set validityDays to 180/,
            ) as string,
            Preview: "skipped  it stops at the display name",
        });
        expect(run.status).toBe(1);
        await move(-600);
        await graph.patch(policy, { isEnabled: false });
    });

    test("shows how to take over the application that has the name, and that works", async () => {
        const { stdout } = await preflight();
        const [, file = "", command = ""] = /as import\.json:\n\n(\{.*\n\})\n\nand run: ([^\n]*)\n/s.exec(stdout) ?? [];
        writeFileSync(path.join(project.folder, "program", "import.json"), file);
        const imported = await project.execute("sh", ["-c", command]);
        expect(`${imported.status} ${imported.output}`).toMatch(/^0 /);

        const run = await preflight();
        expect(table(run)).toMatchObject({
            "Display name": "skipped  no application is to be created",
            Preview: expect.stringMatching(/^passed/) as string,
        });
    });

    test("names the permissions that the deployer lacks, and that it may not read the policies", async () => {
        const run = await preflight(graph.deployer(0, 1));
        expect(table(run)).toMatchObject({
            Permissions: expect.stringContaining(
                "lacks Application.ReadWrite.All, or ownership of the application (to create and change the application, " +
                    "its credentials and its service principal); AppRoleAssignment.ReadWrite.All (to grant admin consent); " +
                    "RoleManagement.ReadWrite.Directory (to assign directory roles)",
            ) as string,
            "Certificate policy": expect.stringMatching(/^skipped .*Policy\.Read\.All/) as string,
        });
        expect(run.status).toBe(1);
    });

    test("says why the sign-in is refused, and takes the Azure CLI's when no other is set", async () => {
        const refused = await preflight({ ARM_CLIENT_SECRET: "wrong" });
        expect(table(refused)["Sign-in"]).toMatch(
            /^failed {2}the deployer cannot sign in with its client secret: AADSTS7000215: .* {2}Set ARM_CLIENT_SECRET/,
        );
        expect(refused.status).toBe(1);

        const az = path.join(folder, "bin", "az");
        const { ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET } = graph.deployer(0, 0);
        const form = `grant_type=client_credentials&client_id=${ARM_CLIENT_ID}&client_secret=${ARM_CLIENT_SECRET}`;
        writeFileSync(
            az,
            `#!/usr/bin/env node
             fetch("${tenant.url}/${ARM_TENANT_ID}/oauth2/v2.0/token", {
                 method: "POST", body: new URLSearchParams("${form}&scope=${tenant.url}/.default") })
                 .then((answer) => answer.json())
                 .then(({ access_token }) => console.log(JSON.stringify({
                     accessToken: access_token, expires_on: Math.round(Date.now() / 1000) + 3600, tokenType: "Bearer" })));`,
        );
        chmodSync(az, 0o755);
        const run = await preflight({ ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" });
        expect(table(run)["Sign-in"]).toMatch(/^passed {2}the application/);
    });

    test("says what a changed validity does to the certificate in use, and to the tenant's policy", async () => {
        const up = await project.run(["up", "--yes", "--skip-preview", "--stack", "test"]);
        expect(`${up.status} ${up.output}`).toMatch(/^0 [^]*Application exo updated/);
        await graph.patch(policy, {
            isEnabled: true,
            applicationRestrictions: {
                keyCredentials: [{ restrictionType: "asymmetricKeyLifetime", maxLifetime: "P366D" }],
            },
        });
        const validFor = (days: number): void => {
            const certificates = `{ current: { validityDays: ${days} } }`;
            project.configure("test", `${config}  exo-unattended:certificates: ${certificates}\n`);
        };
        validFor(200);
        const run = await preflight();
        expect(table(run)).toMatchObject({
            "State and tenant": "passed  the stack's state and the tenant agree",
            "Certificate policy": 'passed  the tenant allows "exo-current", valid for 200 days',
            "Certificates in use": expect.stringMatching(
                /^warning {2}the active certificate "exo-current", thumbprint [0-9A-F]{40}, stops working, because it is replaced/,
            ) as string,
        });
        expect(run.status).toBe(0);

        validFor(730);
        const refused = await preflight({}, "--fail-on-replace");
        expect(table(refused)).toMatchObject({
            "Certificate policy": expect.stringMatching(
                /^failed .*"exo-current" is valid for 730 {2}Set validityDays/,
            ) as string,
            "Certificates in use": expect.stringMatching(/^failed {2}the active certificate "exo-current"/) as string,
        });
        expect(refused.status).toBe(1);
    });
});
