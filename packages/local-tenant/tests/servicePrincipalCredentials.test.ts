import { X509Certificate } from "node:crypto";
import { seedWith, TestTenant, type Graph, type Json } from "./support";

let tenant: TestTenant;
let graph: Graph;
let servicePrincipal: Json;
let target: string;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: seedWith({ permissions: "all" }) });
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

beforeEach(async () => {
    const { appId } = await graph.do("POST", "/v1.0/applications", { displayName: "client" });
    servicePrincipal = await graph.do("POST", "/v1.0/servicePrincipals", { appId });
    target = `/v1.0/servicePrincipals/${servicePrincipal.id}`;
});

describe("a service principal", () => {
    it("signs in with a client secret of its own, until that is removed", async () => {
        const dates = { startDateTime: "2026-01-01T00:00:00Z", endDateTime: "2999-01-01T08:30:00Z" };
        const { keyId, secretText } = await graph.do("POST", `${target}/addPassword`, {
            passwordCredential: { displayName: "ci", ...dates },
        });
        const signIn = (): ReturnType<TestTenant["token"]> =>
            tenant.token({
                grant_type: "client_credentials",
                client_id: servicePrincipal.appId,
                client_secret: secretText,
                scope: `${tenant.url}/.default`,
            });
        expect(await signIn()).toMatchObject({ status: 200 });
        expect((await graph.do("GET", target)).passwordCredentials).toEqual([
            {
                customKeyIdentifier: null,
                displayName: "ci",
                hint: secretText.slice(0, 3),
                keyId,
                secretText: null,
                ...dates,
            },
        ]);
        await graph.do("POST", `${target}/removePassword`, { keyId });
        expect(await signIn()).toMatchObject({ status: 401 });
    });

    it("gets a certificate that signs SAML tokens: two keys and the password of one of them", async () => {
        const made = (await graph.do("POST", `${target}/addTokenSigningCertificate`, {
            displayName: "CN=tokens",
            endDateTime: new Date(Date.now() + 86_400_000).toISOString(),
        })) as unknown as Record<string, string>;
        const certificate = new X509Certificate(Buffer.from(made.key ?? "", "base64"));
        expect(certificate.subject).toBe("CN=tokens");
        expect(made.thumbprint).toBe(certificate.fingerprint.replaceAll(":", ""));
        const { customKeyIdentifier, keyId } = made;
        const read = await graph.do("GET", `${target}?$select=keyCredentials,passwordCredentials`);
        expect(read.keyCredentials).toMatchObject([
            { customKeyIdentifier, keyId, type: "X509CertAndPassword", usage: "Sign", key: null },
            { customKeyIdentifier, type: "AsymmetricX509Cert", usage: "Verify", key: made.key },
        ]);
        expect(read.passwordCredentials).toMatchObject([{ customKeyIdentifier, keyId }]);
        // Both keys can be kept by what was read of them, and removed.
        const { keyCredentials } = await graph.do("GET", target);
        await graph.do("PATCH", target, { keyCredentials });
        await graph.do("PATCH", target, { keyCredentials: [], passwordCredentials: [] });
        expect(await graph.do("GET", target)).toMatchObject({ keyCredentials: [], passwordCredentials: [] });
    });

    it.each([
        ["a name without CN=", { displayName: "tokens" }],
        ["more than three years", { endDateTime: "2999-01-01T00:00:00Z" }],
    ])("gets no such certificate with %s", async (_, body) => {
        expect(await graph.send("POST", `${target}/addTokenSigningCertificate`, body)).toMatchObject({ status: 400 });
    });

    it("of Microsoft's own APIs cannot be deleted", async () => {
        for (const appId of ["00000003-0000-0000-c000-000000000000", "00000002-0000-0ff1-ce00-000000000000"]) {
            const id = await graph.servicePrincipalOf(appId);
            expect(await graph.send("DELETE", `/v1.0/servicePrincipals/${id}`)).toMatchObject({ status: 403 });
        }
        expect(await tenant.graph()).toMatchObject({ token: expect.stringMatching(/./) as string });
    });

    it("has the addresses of its application, and settings of single sign-on that {} clears", async () => {
        const { value } = await graph.do("GET", `/v1.0/applications?$filter=appId eq '${servicePrincipal.appId}'`);
        await graph.do("PATCH", `/v1.0/applications/${value[0]?.id ?? ""}`, {
            web: { logoutUrl: "https://client.example/logout", homePageUrl: "https://client.example" },
        });
        const saml = { samlSingleSignOnSettings: { relayState: "/home" } };
        await graph.do("PATCH", target, saml);
        expect(await graph.do("GET", target)).toMatchObject({
            homepage: "https://client.example",
            logoutUrl: "https://client.example/logout",
            ...saml,
        });
        await graph.do("PATCH", target, { samlSingleSignOnSettings: {} });
        expect(await graph.do("GET", target)).toMatchObject({ samlSingleSignOnSettings: {} });
        expect(JSON.stringify(await graph.do("GET", target))).not.toContain("/home");
    });

    it("is granted application permissions from its own side, too", async () => {
        const resourceId = await graph.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
        const held = `${target}/appRoleAssignments`;
        const made = await graph.do("POST", held, {
            principalId: servicePrincipal.id,
            resourceId,
            appRoleId: "df021288-bdef-4463-88db-98f22de89214",
        });
        expect((await graph.do("GET", held)).value).toMatchObject([
            { id: made.id, resourceDisplayName: "Microsoft Graph" },
        ]);
        await graph.do("DELETE", `${held}/${made.id}`);
        expect((await graph.do("GET", held)).value).toEqual([]);
        const other = { principalId: resourceId, resourceId, appRoleId: "df021288-bdef-4463-88db-98f22de89214" };
        expect(await graph.send("POST", held, other)).toMatchObject({ status: 400 });
    });

    it("acts for users after consent to delegated permissions, for all of them or for one", async () => {
        const resourceId = await graph.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
        const principalId = tenant.userId("Alex Wilber");
        const all = {
            clientId: servicePrincipal.id,
            consentType: "AllPrincipals",
            resourceId,
            scope: "openid User.Read",
        };
        const grant = await graph.do("POST", "/v1.0/oauth2PermissionGrants", all);
        expect(await graph.send("POST", "/v1.0/oauth2PermissionGrants", all)).toMatchObject({ status: 409 });
        const one = { ...all, consentType: "Principal", principalId };
        await graph.do("POST", "/v1.0/oauth2PermissionGrants", one);
        await graph.do("PATCH", `/v1.0/oauth2PermissionGrants/${grant.id}`, { scope: "openid" });
        expect(await graph.do("GET", `/v1.0/oauth2PermissionGrants/${grant.id}`)).toMatchObject({
            ...all,
            principalId: null,
            scope: "openid",
        });
        expect((await graph.do("GET", `${target}/oauth2PermissionGrants`)).value).toHaveLength(2);
        const filter = `$filter=principalId eq '${principalId}'`;
        expect((await graph.do("GET", `/v1.0/oauth2PermissionGrants?${filter}`)).value).toMatchObject([one]);
        await graph.do("DELETE", `/v1.0/oauth2PermissionGrants/${grant.id}`);
        expect((await graph.do("GET", `${target}/oauth2PermissionGrants`)).value).toMatchObject([one]);
        expect((await graph.do("GET", `${target}/memberOf`)).value).toEqual([]);
        const incomplete = { ...all, consentType: "Principal" };
        expect(await graph.send("POST", "/v1.0/oauth2PermissionGrants", incomplete)).toMatchObject({ status: 400 });
    });

    it("has a claims mapping policy or none", async () => {
        const policies = "/v1.0/policies/claimsMappingPolicies";
        const definition = ['{"ClaimsMappingPolicy":{"Version":1,"IncludeBasicClaimSet":"false","ClaimsSchema":[]}}'];
        const { id } = await graph.do("POST", policies, { definition, displayName: "claims" });
        await graph.do("PATCH", `${policies}/${id}`, { displayName: "more claims" });
        expect(await graph.do("GET", `${policies}/${id}`)).toMatchObject({ displayName: "more claims", definition });
        const assigned = `${target}/claimsMappingPolicies`;
        const reference = { "@odata.id": `${tenant.url}/v1.0/policies/claimsMappingPolicies/${id}` };
        await graph.do("POST", `${assigned}/$ref`, reference);
        expect(await graph.send("POST", `${assigned}/$ref`, reference)).toMatchObject({ status: 400 });
        expect((await graph.do("GET", assigned)).value).toMatchObject([{ id, displayName: "more claims" }]);
        await graph.do("DELETE", `${assigned}/${id}/$ref`);
        expect((await graph.do("GET", assigned)).value).toEqual([]);
        await graph.do("POST", `${assigned}/$ref`, reference);
        await graph.do("DELETE", `${policies}/${id}`);
        expect((await graph.do("GET", assigned)).value).toEqual([]);
        expect((await graph.do("GET", policies)).value).toEqual([]);
        expect(await graph.send("POST", policies, { definition: ["{}"], displayName: "x" })).toMatchObject({
            status: 400,
        });
    });
});

describe("Microsoft Graph's own service principal", () => {
    it("publishes its permissions with Microsoft's ids", async () => {
        const id = await graph.servicePrincipalOf("00000003-0000-0000-c000-000000000000");
        const { appRoles, oauth2PermissionScopes } = (await graph.do(
            "GET",
            `/v1.0/servicePrincipals/${id}`,
        )) as unknown as Record<string, { value: string; id: string }[]>;
        const idOf = (list: { value: string; id: string }[] = [], wanted: string): string | undefined =>
            list.find(({ value }) => value === wanted)?.id;
        expect(idOf(appRoles, "User.Read.All")).toBe("df021288-bdef-4463-88db-98f22de89214");
        expect(idOf(oauth2PermissionScopes, "User.Read")).toBe("e1fe6dd8-ba31-4d61-89e7-88639da4683d");
        expect(idOf(oauth2PermissionScopes, "openid")).toBe("37f7f235-527c-4136-accd-4a02d197296e");
        for (const list of [appRoles, oauth2PermissionScopes]) {
            expect(new Set(list?.map((one) => one.id)).size).toBe(list?.length);
        }
    });
});
