import { first, seedWith, TestTenant, type Graph } from "./support";

const marketo = "4601ed45-8ff3-4599-8377-b6649007e876";

let tenant: TestTenant;
let graph: Graph;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: seedWith({ permissions: "all" }) });
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

describe("templates of the gallery", () => {
    it("are found by name, in whole or in part, and read by id", async () => {
        const found = await graph.do("GET", "/v1.0/applicationTemplates?$filter=displayName eq 'Marketo'");
        expect(found.value).toMatchObject([{ id: marketo, publisher: "Marketo, Inc." }]);
        const part = await graph.do("GET", "/v1.0/applicationTemplates?$filter=contains(displayName,'SCIM')");
        expect(part.value).toHaveLength(1);
        expect(await graph.do("GET", `/v1.0/applicationTemplates/${marketo}`)).toMatchObject({
            displayName: "Marketo",
            supportedSingleSignOnModes: expect.arrayContaining(["saml"]) as string[],
        });
    });

    it("become an application and its service principal", async () => {
        const made = (await graph.do("POST", `/v1.0/applicationTemplates/${marketo}/instantiate`, {
            displayName: "our Marketo",
        })) as unknown as Record<"application" | "servicePrincipal", { id: string; appId: string }>;
        expect(made.servicePrincipal.appId).toBe(made.application.appId);
        for (const target of [`applications/${made.application.id}`, `servicePrincipals/${made.servicePrincipal.id}`]) {
            expect(await graph.do("GET", `/v1.0/${target}`)).toMatchObject({
                applicationTemplateId: marketo,
                displayName: "our Marketo",
                appRoles: [{ displayName: "msiam_access", id: "dfd0e7dd-26fb-4b2c-98d2-e444486c1e37" }],
            });
        }
        const filter = `applicationTemplateId eq '${marketo}' and displayName eq 'our Marketo'`;
        const { value } = await graph.do(
            "GET",
            `/v1.0/applications?${new URLSearchParams({ $filter: filter }).toString()}`,
        );
        expect(first(value).id).toBe(made.application.id);
    });
});

describe("the logo of an application", () => {
    const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

    it("is set, shown and removed", async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "with a logo" });
        const target = `${tenant.url}/v1.0/applications/${id}/logo`;
        const authorization = `Bearer ${graph.token}`;
        const put = await fetch(target, {
            method: "PUT",
            headers: { authorization, "content-type": "image/png" },
            body: png,
        });
        expect(put.status).toBe(204);
        const { info } = (await graph.do("GET", `/v1.0/applications/${id}`)) as unknown as {
            info: { logoUrl: string };
        };
        expect(info.logoUrl).toBe(target);
        const got = await fetch(target, { headers: { authorization } });
        expect([got.headers.get("content-type"), Buffer.from(await got.arrayBuffer())]).toEqual(["image/png", png]);
        await graph.do("DELETE", `/v1.0/applications/${id}/logo`);
        expect((await fetch(target, { headers: { authorization } })).status).toBe(404);
    });

    it("is refused when it is not an image", async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "without a logo" });
        const answer = await fetch(`${tenant.url}/v1.0/applications/${id}/logo`, {
            method: "PUT",
            headers: { authorization: `Bearer ${graph.token}`, "content-type": "application/octet-stream" },
            body: "no image",
        });
        expect(answer.status).toBe(400);
    });
});

describe("an application", () => {
    it("gets client secrets at its creation, shown once", async () => {
        const made = await graph.do("POST", "/v1.0/applications", {
            displayName: "with a secret",
            passwordCredentials: [{ displayName: "first", endDateTime: "2999-05-23T08:21:30Z" }],
        });
        const { secretText, keyId } = first(made.passwordCredentials);
        expect(secretText).toMatch(/^[\w-]{40}$/);
        const { passwordCredentials } = await graph.do("GET", `/v1.0/applications/${made.id}`);
        expect(passwordCredentials).toMatchObject([
            { keyId, displayName: "first", endDateTime: "2999-05-23T08:21:30Z", secretText: null },
        ]);
        await graph.do("POST", "/v1.0/servicePrincipals", { appId: made.appId });
        const form = { grant_type: "client_credentials", client_id: made.appId, client_secret: secretText };
        expect(await tenant.token({ ...form, scope: `${tenant.url}/.default` })).toMatchObject({ status: 200 });
    });

    it("has optional claims as a whole: what is not sent is gone", async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "with claims" });
        const target = `/v1.0/applications/${id}`;
        const claims = { accessToken: [{ name: "a", source: null, essential: false, additionalProperties: [] }] };
        await graph.do("PATCH", target, { optionalClaims: { ...claims, idToken: claims.accessToken } });
        await graph.do("PATCH", target, { optionalClaims: claims });
        expect((await graph.do("GET", target)) as unknown as Record<string, unknown>).toMatchObject({
            optionalClaims: claims,
        });
        await graph.do("PATCH", target, { optionalClaims: {} });
        expect((await graph.do("GET", `${target}?$select=optionalClaims`)) as unknown).toEqual({
            "@odata.context": expect.any(String) as string,
            id,
            optionalClaims: {},
        });
    });

    it("accepts outside tokens by an expression, in beta", async () => {
        const { id } = await graph.do("POST", "/v1.0/applications", { displayName: "flexible" });
        const credential = {
            name: "flexible",
            issuer: "https://token.actions.githubusercontent.com",
            audiences: ["api://AzureADTokenExchange"],
            description: "",
            claimsMatchingExpression: { value: "claims['sub'] matches 'repo:contoso/*'", languageVersion: 1 },
        };
        const target = `applications/${id}/federatedIdentityCredentials`;
        expect(await graph.send("POST", `/v1.0/${target}`, credential)).toMatchObject({ status: 400 });
        const made = await graph.do("POST", `/beta/${target}`, credential);
        expect(await graph.do("GET", `/beta/${target}/${made.id}`)).toMatchObject({
            ...credential,
            description: null,
            subject: null,
        });
        const malformed = {
            ...credential,
            name: "x",
            claimsMatchingExpression: { value: "sub = x", languageVersion: 1 },
        };
        expect(await graph.send("POST", `/beta/${target}`, malformed)).toMatchObject({ status: 400 });
    });
});
