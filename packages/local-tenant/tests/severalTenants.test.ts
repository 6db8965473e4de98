import { leastPrivilegeSeed, twoTenantSeed, type DeployerSeed, type Seed, type TenantSeed } from "../src";
import { expectRefusal } from "./signInSupport";
import { exchangeOnlineAppId, exchangeScope, first, TestTenant, type Answer, type Graph } from "./support";

const everything = [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
];

/** Two tenants whose first deployers may do everything, and what is said of the first tenant. */
function seed(home: Partial<TenantSeed> = {}): Seed {
    const able = (tenant: TenantSeed): TenantSeed => ({
        ...tenant,
        deployers: tenant.deployers.map((deployer): DeployerSeed => ({ ...deployer, permissions: everything })),
    });
    const [one, two] = twoTenantSeed().tenants.map(able);
    if (!one || !two) {
        throw new Error("the seed has fewer than two tenants");
    }
    return { tenants: [{ ...one, ...home }, two] };
}

describe("tenants side by side", () => {
    let tenant: TestTenant;
    let home: Graph;
    let customer: Graph;

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: seed({ customDomains: ["exoip.com"] }) });
        home = await tenant.graph();
        customer = await tenant.graph(0, 1);
    });
    afterAll(() => tenant.stop());

    /** An application of the first tenant with a secret, and how it signs in anywhere. */
    async function register(signInAudience: string): Promise<{
        readonly appId: string;
        readonly signIn: (directory: string) => Promise<Answer>;
    }> {
        const { id, appId } = await home.do("POST", "/v1.0/applications", { displayName: "reader", signInAudience });
        await home.do("POST", "/v1.0/servicePrincipals", { appId });
        const { secretText } = await home.do("POST", `/v1.0/applications/${id}/addPassword`, {});
        const form = {
            grant_type: "client_credentials",
            client_id: appId,
            client_secret: secretText,
            scope: exchangeScope,
        };
        return { appId, signIn: (directory) => tenant.token(form, directory) };
    }

    it("know an application for many organizations once they have its service principal, with its own consent", async () => {
        const { appId, signIn } = await register("AzureADMultipleOrgs");
        expect((await signIn("exoip.onmicrosoft.com")).status).toBe(200);
        const before = await signIn("fabrikam.onmicrosoft.com");
        expectRefusal(before, 400, "unauthorized_client", 700016, "in the directory 'Fabrikam'");

        const { id: servicePrincipalObjectId } = await customer.do("POST", "/v1.0/servicePrincipals", { appId });
        const login = { applicationObjectId: "", clientId: appId, servicePrincipalObjectId };
        await customer.consent(login);
        const { status, body } = await signIn("fabrikam.onmicrosoft.com");
        expect(status).toBe(200);
        const claims: unknown = JSON.parse(Buffer.from(body.access_token.split(".")[1] ?? "", "base64url").toString());
        expect(claims).toMatchObject({
            tid: tenant.running.tenants[1]?.tenantId,
            oid: servicePrincipalObjectId,
            roles: ["Exchange.ManageAsApp"],
        });
        const mailboxes = (directory: string): Promise<Answer> =>
            tenant.send("GET", `/adminapi/beta/${directory}/Mailbox`, undefined, {
                authorization: `Bearer ${body.access_token}`,
            });
        expect((await mailboxes("fabrikam.onmicrosoft.com")).status).toBe(403);
        await customer.assignRole(login);
        const again = (await signIn("fabrikam.onmicrosoft.com")).body.access_token;
        const answer = await tenant.send("GET", "/adminapi/beta/fabrikam.onmicrosoft.com/Mailbox", undefined, {
            authorization: `Bearer ${again}`,
        });
        expect(answer.body.value.map(({ DisplayName }) => DisplayName)).toEqual(["Isaiah Langer", "Lidia Holloway"]);
        expect((await mailboxes("exoip.onmicrosoft.com")).status).toBe(401);
    });

    it("do not take over an application for one organization", async () => {
        const { appId, signIn } = await register("AzureADMyOrg");
        const answer = await customer.send("POST", "/v1.0/servicePrincipals", { appId });
        expect(answer.status).toBe(400);
        expectRefusal(await signIn("fabrikam.onmicrosoft.com"), 400, "unauthorized_client", 700016);
    });

    it("are found by id and by every domain, in any case, and not by other names", async () => {
        const { signIn } = await register("AzureADMyOrg");
        for (const name of [tenant.tenantId, "exoip.onmicrosoft.com", "exoip.com", "EXOIP.com"]) {
            expect((await signIn(name)).status).toBe(200);
        }
        expectRefusal(await signIn("exoip"), 400, "invalid_request", 900023, "'exoip' is neither a valid DNS name");
        expectRefusal(await signIn("exoip.org"), 400, "invalid_request", 90002);
        expectRefusal(await signIn("99999999-0000-4000-8000-000000000000"), 400, "invalid_request", 90002);
        const common = await signIn("common");
        expect(common.body.error_description).toMatch(/^The local tenant does not implement \/common/);
        expect(tenant.running.unimplemented.get("/common, only the addresses of one tenant")).toBe(1);
    });

    it("say in each service's own shape what they do not serve", async () => {
        const refused = async (path: string): Promise<Answer["body"]> => (await tenant.send("POST", path, {})).body;
        const text = (path: string): string => `The local tenant does not implement POST ${path}.`;
        expect((await refused("/exoip.com/oauth2/token")).error_description).toContain(text("/exoip.com/oauth2/token"));
        expect((await refused("/adminapi/v2.0/exoip.com/Mailbox")).error).toMatchObject({
            details: [{ message: `|System.NotImplementedException|${text("/adminapi/v2.0/exoip.com/Mailbox")}` }],
        });
        expect((await refused("/v1.0/me")).error).toMatchObject({ message: text("/v1.0/me") });
    });

    it("refuse tokens for an API that is disabled, or that wants an assignment", async () => {
        const { signIn } = await register("AzureADMyOrg");
        const exchange = `/v1.0/servicePrincipals/${await home.servicePrincipalOf(exchangeOnlineAppId)}`;
        await home.do("PATCH", exchange, { appRoleAssignmentRequired: true });
        expectRefusal(
            await signIn(tenant.tenantId),
            400,
            "invalid_grant",
            501051,
            "is not assigned to a role for the application '00000002-0000-0ff1-ce00-000000000000'(Office 365 Exchange Online)",
        );
        await home.do("PATCH", exchange, { appRoleAssignmentRequired: false, accountEnabled: false });
        expectRefusal(await signIn(tenant.tenantId), 400, "invalid_resource", 500014, "https://outlook.office365.com");
        await home.do("PATCH", exchange, { accountEnabled: true });
        expect((await signIn(tenant.tenantId)).status).toBe(200);
    });
});

describe("a tenant refuses to let anybody sign in", () => {
    const { clientId, clientSecret } = first(first(leastPrivilegeSeed().tenants).deployers);
    const form = {
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: clientSecret,
        scope: "https://graph.microsoft.com/.default",
    };

    test("when it belongs to another national cloud", async () => {
        const tenant = await TestTenant.start({ seed: seed({ otherCloud: "login.microsoftonline.us" }) });
        const answer = await tenant.token(form);
        await tenant.stop();
        expectRefusal(answer, 400, "invalid_request", 900382, "not supported in Cross Cloud request");
    });

    test("whom Conditional Access blocks", async () => {
        const tenant = await TestTenant.start({ seed: seed({ blockedServicePrincipals: ["engineer"] }) });
        const { status, body } = await tenant.token(form);
        const wrong = await tenant.token({ ...form, client_secret: "wrong" });
        await tenant.stop();
        expect(status).toBe(400);
        expect(body).toMatchObject({ error: "invalid_grant", suberror: "message_only", error_codes: [53003] });
        expectRefusal(wrong, 401, "invalid_client", 7000215);
    });
});
