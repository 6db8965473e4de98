import { day, seedWith, TestCertificate, TestTenant, type Answer, type Graph } from "./support";

const policy = "/v1.0/policies/defaultAppManagementPolicy";
const now = new Date().toISOString();
const permissions = ["Application.ReadWrite.All", "Policy.ReadWrite.ApplicationConfiguration"];
const tooLong = {
    status: 400,
    body: {
        error: {
            code: "CredentialInvalidLifetimeAsPerAppPolicy",
            message:
                "Credential lifetime exceeds the max value allowed as per assigned policy '00000000-0000-0000-0000-000000000000'.",
            details: [{ code: "InvalidKeyEndDate", target: "EndDate" }],
        },
    },
};

describe("the app management policy", () => {
    const halfYear = new TestCertificate({ from: -1, until: 178 });
    const year = new TestCertificate({ from: -1, until: 364 });
    let tenant: TestTenant;
    let graph: Graph;
    let id: string;

    beforeEach(async () => {
        tenant = await TestTenant.start({ seed: seedWith({ permissions }) });
        graph = await tenant.graph();
        ({ id } = await graph.do("POST", "/v1.0/applications", { displayName: "test" }));
    });
    afterEach(() => tenant.stop());

    const restrict = (changes: object = {}, more: object = {}): Promise<Answer> =>
        graph.send("PATCH", policy, {
            isEnabled: true,
            applicationRestrictions: {
                keyCredentials: [{ restrictionType: "asymmetricKeyLifetime", maxLifetime: "P180D", ...changes }],
            },
            ...more,
        });
    const add = (...certificates: TestCertificate[]): Promise<Answer> =>
        graph.send("PATCH", `/v1.0/applications/${id}`, {
            keyCredentials: certificates.map((certificate) => certificate.keyCredential()),
        });

    it("restricts nothing at first", async () => {
        expect(await graph.do("GET", policy)).toMatchObject({
            id: "00000000-0000-0000-0000-000000000000",
            isEnabled: false,
            applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
            servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
        });
        expect((await add(year)).status).toBe(204);
    });

    it("is the only one: applications have none of their own", async () => {
        expect(await graph.do("GET", `/v1.0/applications/${id}/appManagementPolicies`)).toMatchObject({ value: [] });
    });

    it("refuses certificates that live too long, when they are added", async () => {
        expect((await add(year)).status).toBe(204);
        expect((await restrict()).status).toBe(204);
        const { keyCredentials } = await graph.do("GET", `/v1.0/applications/${id}`);
        const again = await graph.send("PATCH", `/v1.0/applications/${id}`, {
            keyCredentials: [...keyCredentials, halfYear.keyCredential()],
        });
        expect(again.status).toBe(204);
        expect(await add(halfYear, year)).toMatchObject(tooLong);
        expect((await graph.do("GET", `/v1.0/applications/${id}`)).keyCredentials).toHaveLength(2);
        const shortened = new Date(Date.now() + 100 * day).toISOString();
        const keyCredential = year.keyCredential({ endDateTime: shortened });
        expect(
            (await graph.send("PATCH", `/v1.0/applications/${id}`, { keyCredentials: [keyCredential] })).status,
        ).toBe(204);
    });

    it("counts for new applications too", async () => {
        await restrict();
        const create = (certificate: TestCertificate): Promise<Answer> =>
            graph.send("POST", "/v1.0/applications", {
                displayName: "new",
                keyCredentials: [certificate.keyCredential()],
            });
        expect(await create(year)).toMatchObject(tooLong);
        expect((await create(halfYear)).status).toBe(201);
    });

    test.each<[string, object, object]>([
        ["is disabled as a whole", {}, { isEnabled: false }],
        ["has the restriction disabled", { state: "disabled" }, {}],
        ["spares applications made before a date", { restrictForAppsCreatedAfterDateTime: "2100-01-01T00:00:00Z" }, {}],
        ["allows more", { maxLifetime: "P1Y" }, {}],
    ])("lets a certificate pass when it %s", async (_, changes, more) => {
        expect((await restrict(changes, more)).status).toBe(204);
        expect((await add(year)).status).toBe(204);
    });

    it("judges applications made since the date that it names", async () => {
        await restrict({ restrictForAppsCreatedAfterDateTime: now.replace(/\d{4}/, "2000") });
        expect(await add(year)).toMatchObject(tooLong);
    });

    it("has rules of its own for service principals", async () => {
        const { appId } = await graph.do("GET", `/v1.0/applications/${id}`);
        const servicePrincipal = await graph.do("POST", "/v1.0/servicePrincipals", { appId });
        const target = `/v1.0/servicePrincipals/${servicePrincipal.id}`;
        const keyCredentials = [year.keyCredential()];
        await restrict();
        expect((await graph.send("PATCH", target, { keyCredentials })).status).toBe(204);
        expect((await graph.do("GET", target)).keyCredentials).toMatchObject([{ key: null }]);
        await graph.do("PATCH", target, { keyCredentials: [] });
        const rule = { restrictionType: "asymmetricKeyLifetime", maxLifetime: "PT1H" };
        await graph.do("PATCH", policy, { servicePrincipalRestrictions: { keyCredentials: [rule] } });
        expect(await graph.send("PATCH", target, { keyCredentials })).toMatchObject(tooLong);
    });

    it("refuses client secrets, or those that live too long", async () => {
        const addPassword = (passwordCredential: object = {}): Promise<Answer> =>
            graph.send("POST", `/v1.0/applications/${id}/addPassword`, { passwordCredential });
        const forbid = (passwordCredentials: object[]): Promise<unknown> =>
            graph.do("PATCH", policy, { isEnabled: true, applicationRestrictions: { passwordCredentials } });
        await forbid([{ restrictionType: "passwordLifetime", maxLifetime: "P90D" }]);
        expect(await addPassword()).toMatchObject(tooLong);
        const endDateTime = new Date(Date.now() + 30 * day).toISOString();
        expect((await addPassword({ endDateTime })).status).toBe(200);
        await forbid([{ restrictionType: "passwordAddition", maxLifetime: null }]);
        expect(await addPassword({ endDateTime })).toMatchObject({
            status: 400,
            body: { error: { code: "CredentialTypeNotAllowedAsPerAppPolicy" } },
        });
    });

    test.each<[string, object, number]>([
        ["an unknown type", { restrictionType: "length" }, 400],
        ["a lifetime that is no ISO 8601 duration", { maxLifetime: "180 days" }, 400],
        ["an empty lifetime", { maxLifetime: "P" }, 400],
        ["no lifetime", { maxLifetime: null }, 400],
        ["a date that is none", { restrictForAppsCreatedAfterDateTime: "soon" }, 400],
        ["a type that is not implemented", { restrictionType: "trustedCertificateAuthority", maxLifetime: null }, 501],
    ])("is not changed by a request with %s", async (_, changes, status) => {
        expect((await restrict(changes)).status).toBe(status);
        expect(await graph.do("GET", policy)).toMatchObject({ isEnabled: false });
    });
});
