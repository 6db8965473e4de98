import { day, seedWith, TestCertificate, TestTenant, type Graph, type Login } from "./support";

const bin = "/v1.0/directory/deletedItems";
const permissions = [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "RoleManagement.ReadWrite.Directory",
];

describe("the recycle bin", () => {
    let tenant: TestTenant;
    let graph: Graph;
    let login: Login;
    /** How much later than the real time it is for the tenant. */
    let later = 0;

    beforeEach(async () => {
        later = 0;
        const now = (): Date => new Date(Date.now() + later);
        tenant = await TestTenant.start({ seed: seedWith({ permissions }), now });
        graph = await tenant.graph();
        login = await graph.login(new TestCertificate());
        await graph.consent(login);
        await graph.assignRole(login);
        await graph.do("PATCH", `/v1.0/applications/${login.applicationObjectId}`, { identifierUris: ["api://exo"] });
        expect((await graph.send("DELETE", `/v1.0/applications/${login.applicationObjectId}`)).status).toBe(204);
    });
    afterEach(() => tenant.stop());

    const ids = async (type: string): Promise<string[]> =>
        (await graph.do("GET", `${bin}/microsoft.graph.${type}`)).value.map(({ id }) => id);
    const restore = (id: string): Promise<object> => graph.send("POST", `${bin}/${id}/restore`);

    it("holds a deleted application and its service principal", async () => {
        expect(await ids("application")).toEqual([login.applicationObjectId]);
        expect(await ids("servicePrincipal")).toEqual([login.servicePrincipalObjectId]);
        expect(await graph.do("GET", `${bin}/${login.applicationObjectId}`)).toMatchObject({
            "@odata.type": "#microsoft.graph.application",
            appId: login.clientId,
            deletedDateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
        });
    });

    it("gives both back, one after the other, with certificates and grants", async () => {
        expect(await restore(login.servicePrincipalObjectId)).toMatchObject({ status: 400 });
        expect(await restore(login.applicationObjectId)).toMatchObject({
            status: 200,
            body: { id: login.applicationObjectId, deletedDateTime: null },
        });
        expect(await graph.do("GET", `/v1.0/applications/${login.applicationObjectId}`)).toMatchObject({
            deletedDateTime: null,
            keyCredentials: [{ type: "AsymmetricX509Cert" }],
        });
        const servicePrincipal = `/v1.0/servicePrincipals/${login.servicePrincipalObjectId}`;
        expect((await graph.send("GET", servicePrincipal)).status).toBe(404);
        expect(await restore(login.servicePrincipalObjectId)).toMatchObject({ status: 200 });
        expect((await graph.do("GET", `${servicePrincipal}/appRoleAssignments`)).value).toHaveLength(1);
        const query = new URLSearchParams({ $filter: `principalId eq '${login.servicePrincipalObjectId}'` });
        const assignments = `/v1.0/roleManagement/directory/roleAssignments?${query.toString()}`;
        expect((await graph.do("GET", assignments)).value).toHaveLength(1);
        expect(await ids("application")).toEqual([]);
    });

    it("keeps identifier URIs taken until an application is deleted permanently", async () => {
        const another = { displayName: "another", identifierUris: ["api://exo"] };
        expect((await graph.send("POST", "/v1.0/applications", another)).status).toBe(400);
        expect((await graph.send("DELETE", `${bin}/${login.applicationObjectId}`)).status).toBe(204);
        expect((await graph.send("GET", `${bin}/${login.applicationObjectId}`)).status).toBe(404);
        expect((await graph.send("POST", "/v1.0/applications", another)).status).toBe(201);
        expect(await restore(login.servicePrincipalObjectId)).toMatchObject({ status: 400 });
    });

    it("does not give back a service principal beside a new one for the same application", async () => {
        expect(await restore(login.applicationObjectId)).toMatchObject({ status: 200 });
        await graph.do("POST", "/v1.0/servicePrincipals", { appId: login.clientId });
        expect(await restore(login.servicePrincipalObjectId)).toMatchObject({ status: 400 });
    });

    it("gives back a service principal as its application has become", async () => {
        await restore(login.applicationObjectId);
        await graph.do("PATCH", `/v1.0/applications/${login.applicationObjectId}`, { displayName: "renamed" });
        expect(await restore(login.servicePrincipalObjectId)).toMatchObject({ body: { displayName: "renamed" } });
    });

    it("forgets after 30 days", async () => {
        later = 31 * day;
        graph = await tenant.graph();
        expect(await ids("application")).toEqual([]);
        expect(await restore(login.applicationObjectId)).toMatchObject({ status: 404 });
    });

    it("gives what it holds to its owners only, when the caller's permission is limited to owned objects", async () => {
        const pipeline = await tenant.graph(1);
        const denied = { status: 403, body: { error: { code: "Authorization_RequestDenied" } } };
        for (const id of [login.applicationObjectId, login.applicationObjectId.toUpperCase()]) {
            expect(await pipeline.send("POST", `${bin}/${id}/restore`)).toMatchObject(denied);
        }
        expect(await pipeline.send("DELETE", `${bin}/${login.applicationObjectId}`)).toMatchObject(denied);
        const own = await pipeline.do("POST", "/v1.0/applications", { displayName: "own" });
        await pipeline.do("DELETE", `/v1.0/applications/${own.id}`);
        expect(await pipeline.send("POST", `${bin}/${own.id}/restore`)).toMatchObject({ status: 200 });
    });
});
