import { twoTenantSeed } from "../src";
import {
    exchangeScope,
    TestCertificate,
    TestTenant,
    userAdministrator,
    type Answer,
    type Graph,
    type Json,
    type Login,
} from "./support";

describe("Exchange's admin API", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let login: Login;
    let secret: string;

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: twoTenantSeed() });
        graph = await tenant.graph();
    });
    beforeEach(async () => {
        login = await graph.login(new TestCertificate());
        const password = await graph.do("POST", `/v1.0/applications/${login.applicationObjectId}/addPassword`, {});
        secret = password.secretText;
    });
    afterAll(() => tenant.stop());

    const token = async (scope = exchangeScope): Promise<string> => {
        const client = { grant_type: "client_credentials", client_id: login.clientId, client_secret: secret, scope };
        return (await tenant.token(client)).body.access_token;
    };
    const call = async (method: string, path: string, body?: unknown, bearer?: string): Promise<Answer> =>
        tenant.send(method, `/adminapi/beta/${path}`, body, { authorization: `Bearer ${bearer ?? (await token())}` });
    const invoke = (CmdletName: string, Parameters: object = {}, query = ""): Promise<Answer> =>
        call("POST", `exoip.onmicrosoft.com/InvokeCommand${query}`, { CmdletInput: { CmdletName, Parameters } });
    const allow = async (): Promise<void> => {
        await graph.consent(login);
        await graph.assignRole(login);
    };

    it("answers 401 without consent, 403 without a role, 200 with both", async () => {
        const mailboxes = `${tenant.tenantId}/Mailbox?PropertySet=Minimum&$top=1`;
        const neither = await call("GET", mailboxes);
        expect(neither.status).toBe(401);
        expect(neither.body).toBeUndefined();
        expect(neither.headers.get("x-ms-diagnostics")).toBe(
            '2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"',
        );
        await graph.consent(login);
        const consentOnly = await call("GET", mailboxes);
        expect(consentOnly.status).toBe(403);
        expect(consentOnly.body.error.message).toBe(
            `The role assigned to application ${login.clientId} isn't supported in this scenario. Please check online documentation for assigning correct Directory Roles to Azure AD Application for EXO App-Only Authentication.`,
        );
        await graph.assignRole(login);
        expect((await call("GET", mailboxes)).status).toBe(200);
    });

    it("goes by the token, not by what was granted since", async () => {
        const old = await token();
        await allow();
        expect((await call("GET", `${tenant.tenantId}/Mailbox`, undefined, old)).status).toBe(401);
        expect((await call("GET", `${tenant.tenantId}/Mailbox`)).status).toBe(200);
    });

    it("refuses roles that it does not support, and permissions for something else", async () => {
        await graph.consent(login, "dc890d15-9560-4a4c-9b7f-a736ec74ec40");
        await graph.assignRole(login, userAdministrator);
        expect((await call("GET", `${tenant.tenantId}/Mailbox`)).status).toBe(401);
        await graph.consent(login);
        expect((await call("GET", `${tenant.tenantId}/Mailbox`)).status).toBe(403);
    });

    it("refuses a token for Graph, a forged one, none, and one of another tenant", async () => {
        await allow();
        const forGraph = await token("https://graph.microsoft.com/.default");
        const forged = (await token()).replace(/\.[^.]+$/, ".AAAA");
        for (const bearer of [forGraph, forged, "", "x"]) {
            const answer = await call("GET", `${tenant.tenantId}/Mailbox`, undefined, bearer);
            expect(answer.status).toBe(401);
            expect(answer.headers.get("www-authenticate")).toContain(
                'client_id="00000002-0000-0ff1-ce00-000000000000"',
            );
        }
        expect((await call("GET", "fabrikam.onmicrosoft.com/Mailbox")).status).toBe(401);
        expect((await call("GET", "nowhere.onmicrosoft.com/Mailbox")).status).toBe(401);
    });

    it("accepts an audience with a slash at its end", async () => {
        await allow();
        const bearer = await token("https://outlook.office365.com//.default");
        expect((await call("GET", `${tenant.tenantId}/Mailbox`, undefined, bearer)).status).toBe(200);
    });

    it("lists mailboxes page by page", async () => {
        await allow();
        const names: string[] = [];
        let path: string | undefined = `${tenant.tenantId}/Mailbox?PropertySet=Minimum&$top=3`;
        while (path !== undefined) {
            const { body }: Answer = await call("GET", path);
            expect(body.value.length).toBeLessThanOrEqual(3);
            names.push(...body.value.map((mailbox: Json) => mailbox.DisplayName));
            path = body["@odata.nextLink"]?.replace(`${tenant.url}/adminapi/beta/`, "");
        }
        expect(names).toEqual(tenant.running.tenants[0]?.people);
    });

    it("gives the properties of the set Minimum, and does not make up others", async () => {
        await allow();
        const { body } = await call("GET", `${tenant.tenantId}/Mailbox?$top=1`);
        expect(Object.keys(body.value[0] as object)).toEqual([
            "ExternalDirectoryObjectId",
            "UserPrincipalName",
            "Alias",
            "DisplayName",
            "EmailAddresses",
            "PrimarySmtpAddress",
            "RecipientType",
            "RecipientTypeDetails",
            "Identity",
            "Id",
            "ExchangeVersion",
            "Name",
            "DistinguishedName",
            "OrganizationId",
            "Guid",
        ]);
        const other = await call("GET", `${tenant.tenantId}/Mailbox?PropertySet=Quota`);
        expect(other.status).toBe(501);
        expect(other.body.error.message).toBe("The local tenant does not implement PropertySet=Quota.");
    });

    it("runs a few cmdlets", async () => {
        await allow();
        expect((await invoke("Get-AcceptedDomain")).body.value).toMatchObject([
            { DomainName: "exoip.onmicrosoft.com", Default: true },
        ]);
        expect((await invoke("get-organizationconfig", {}, "?$select=Name")).body.value).toEqual([
            { Name: "exoip.onmicrosoft.com" },
        ]);
        expect((await invoke("Get-Mailbox", { ResultSize: 2 })).body.value).toHaveLength(2);
        expect((await invoke("Get-Mailbox", { ResultSize: "Unlimited" })).body.value).toHaveLength(7);
    });

    it("refuses what it does not run, and what it cannot read", async () => {
        await allow();
        const cmdlet = await invoke("Remove-Mailbox");
        expect(cmdlet).toMatchObject({
            status: 501,
            body: { error: { message: "The local tenant does not implement the cmdlet Remove-Mailbox." } },
        });
        expect(tenant.running.unimplemented.get("the cmdlet Remove-Mailbox")).toBe(1);
        // A role that is published for it comes first.
        const notAllowed = await invoke("New-AddressList");
        expect(notAllowed).toMatchObject({
            status: 401,
            body: { error: { message: "User is not allowed to call New-AddressList" } },
        });
        expect((await invoke("Get-Mailbox", { Anr: "x" })).status).toBe(501);
        expect((await invoke("Get-Mailbox", { ResultSize: -1 })).status).toBe(400);
        for (const body of ["", "{", "[]", "{}"]) {
            expect((await call("POST", `${tenant.tenantId}/InvokeCommand`, body)).status).toBe(400);
        }
    });
});
