import type { Finding } from "../../src/repair/finding";
import { deployerSettings } from "../../src/graph/deployerSettings";
import { preflight, type Preflight, type PreflightOptions } from "../../src/preflight/preflight";
import { checkSignIn } from "../../src/preflight/signIn";
import { TestCertificate, TestTenant } from "../../packages/local-tenant/tests/support";
import { kindStep, loginSteps, pem } from "./support";

let tenant: TestTenant;
let signIn: Record<string, string>;

beforeAll(async () => {
    tenant = await TestTenant.start();
    const [deployer] = tenant.running.tenants[0]?.deployers ?? [];
    signIn = {
        ARM_METADATA_HOSTNAME: `localhost:${tenant.running.port}`,
        ARM_TENANT_ID: tenant.tenantId,
        ARM_CLIENT_ID: deployer?.clientId ?? "",
        ARM_CLIENT_SECRET: deployer?.clientSecret ?? "",
    };
});
afterAll(() => tenant.stop());

const run = (changes: Partial<PreflightOptions> = {}, environment: Record<string, string> = {}): Promise<Preflight> =>
    preflight({
        settings: deployerSettings({}, { ...signIn, ...environment }),
        preview: { steps: [], errors: [] },
        ...{ stack: "test", state: [], interruption: { locks: [], pendingOperations: [] } },
        compare: () => Promise.resolve([]),
        ...changes,
    });
const results = ({ checks }: Preflight): Record<string, string> =>
    Object.fromEntries(checks.map(({ title, result }) => [title, result]));
const check = ({ checks }: Preflight, wanted: string): object => checks.find(({ title }) => title === wanted) ?? {};
const planned = (displayName: string): PreflightOptions["preview"] => ({
    steps: [...loginSteps({ current: pem() }), kindStep("Application", "exo", "create", { displayName })],
    errors: [],
});

describe("a preflight", () => {
    test("checks sign-in, tenant, stack and plan", async () => {
        expect(results(await run({ preview: planned("new") }))).toEqual({
            ...{ "Sign-in": "passed", Clock: "passed", Permissions: "passed", "Exchange Online": "passed" },
            ...{ "Display name": "passed", "Certificate policy": "skipped", Preview: "passed" },
            ...{ "Stack lock": "passed", "Pending operations": "passed" },
            ...{ Owners: "skipped", "State and tenant": "passed" },
            ...{ "Certificate dates": "passed", "Certificates in use": "passed", "Rights of the login": "skipped" },
        });
    });

    test("without a sign-in still checks what needs no tenant", async () => {
        const ended = { steps: loginSteps({ current: pem(-9, -1) }), errors: [] };
        expect(results(await run({ preview: ended }, { ARM_CLIENT_SECRET: "wrong" }))).toEqual({
            ...{
                "Sign-in": "failed",
                "Stack lock": "passed",
                "Pending operations": "passed",
                "Certificate dates": "failed",
                "Certificates in use": "passed",
            },
            ...{ "Rights of the login": "skipped", Preview: "passed" },
        });
    });

    test("warns of settings that do not count for the sign-in", () => {
        const deployer = {
            ...{ tenantId: "t", objectId: "o", name: "anna", kind: "person" as const },
            ...{ permissions: [], directoryRoles: [] },
        };
        const signIn = {
            way: { kind: "Azure CLI" as const, tenantId: "t" },
            unused: ["ARM_CLIENT_SECRET is not used"],
        };
        expect(checkSignIn({ deployer, signIn }, { tenantId: "t" })).toEqual({
            result: "warning",
            evidence: "the person anna (object id o), in tenant t, by Azure CLI; ARM_CLIENT_SECRET is not used",
            remedy: "Complete these settings, or remove them.",
        });
    });

    test("fails for a sign-in to another tenant", async () => {
        const settings = { ...deployerSettings({}, signIn), tenantId: "99999999-0000-4000-8000-000000000000" };
        expect(results(await run({ settings }))["Sign-in"]).toBe("failed");
    });

    test("shows how to take over an application of the same name, unless somebody else could sign in as it", async () => {
        const graph = await tenant.graph();
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "taken" });
        const free = await run({ preview: planned("taken") });
        expect(check(free, "Display name")).toMatchObject({
            result: "failed",
            remedy: expect.stringMatching(/take that application over/) as string,
        });
        expect(free.takeOver?.resources).toContainEqual(expect.objectContaining({ id: `/applications/${id}` }));

        await graph.do("PATCH", `/v1.0/applications/${id}`, {
            keyCredentials: [new TestCertificate().keyCredential()],
        });
        await graph.do("POST", `/v1.0/applications/${id}/federatedIdentityCredentials`, {
            ...{ name: "x", issuer: "https://evil.example", subject: "s", audiences: ["api://AzureADTokenExchange"] },
        });
        const prepared = await run({ preview: planned("taken") });
        expect(check(prepared, "Display name")).toMatchObject({
            result: "failed",
            evidence: expect.stringContaining("; it has 1 certificate, 1 federated credential") as string,
            remedy: expect.stringMatching(/^Set another displayName\. Whoever holds these credentials/) as string,
        });
        expect(prepared.takeOver).toBeUndefined();
    });

    test("points to repair when state and tenant differ, and shows what only a person can judge", async () => {
        const finding: Finding = {
            ...{
                title: "Admin consent of exo",
                result: "failed",
                evidence: "exists in the tenant, but not in the state",
            },
            ...{ remedy: "Run it.", action: { kind: "refresh", urn: "urn" } },
        };
        const compared = async (...findings: Finding[]): Promise<object> =>
            check(await run({ compare: () => Promise.resolve(findings) }), "State and tenant");
        expect(await compared(finding)).toMatchObject({
            result: "failed",
            evidence: "Admin consent of exo: exists in the tenant, but not in the state",
            remedy: "Run `exo-unattended repair`.",
        });
        expect(await compared({ ...finding, result: "warning" })).toMatchObject({ result: "warning" });
        expect(await compared()).toMatchObject({ result: "passed" });
    });
});
