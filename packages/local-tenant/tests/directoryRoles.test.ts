import { exchangeAdministrator, exchangeScope, manageAsApp, seedWith, TestCertificate, TestTenant } from "./support";
import type { Answer, Graph, Login } from "./support";

const definitions = "/v1.0/roleManagement/directory/roleDefinitions";
const assignments = "/v1.0/roleManagement/directory/roleAssignments";
const units = "/v1.0/directory/administrativeUnits";
const nobody = "99999999-0000-0000-0000-000000000000";
const helper = {
    displayName: "Exchange helper",
    isEnabled: true,
    rolePermissions: [{ allowedResourceActions: ["microsoft.directory/applications/standard/read"] }],
};

let tenant: TestTenant;
let graph: Graph;
let login: Login;

beforeEach(async () => {
    const permissions = [
        "AdministrativeUnit.ReadWrite.All",
        "Application.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "RoleManagement.ReadWrite.Directory",
    ];
    tenant = await TestTenant.start({ seed: seedWith({ permissions }) });
    graph = await tenant.graph();
    login = await graph.login(new TestCertificate());
});
afterEach(() => tenant.stop());

const assign = (roleDefinitionId: string, directoryScopeId: string): Promise<Answer> =>
    graph.send("POST", assignments, {
        principalId: login.servicePrincipalObjectId,
        roleDefinitionId,
        directoryScopeId,
    });

describe("custom roles", () => {
    it("are made, changed, assigned and removed", async () => {
        const { id } = await graph.do("POST", definitions, { ...helper, templateId: "" });
        const role = `${definitions}/${id}`;
        expect(await graph.do("GET", role)).toMatchObject({ ...helper, id, templateId: id, isBuiltIn: false });
        await graph.do("PATCH", role, { description: "reads" });
        expect(await graph.do("GET", role)).toMatchObject({ ...helper, description: "reads", templateId: id });
        const { body } = await assign(id, "/");
        expect(await graph.send("DELETE", role)).toMatchObject({ status: 501 });
        await graph.do("DELETE", `${assignments}/${body.id}`);
        expect((await graph.send("DELETE", role)).status).toBe(204);
        expect((await assign(id, "/")).status).toBe(400);
    });

    it("cannot be assigned while they are disabled", async () => {
        const { id } = await graph.do("POST", definitions, { ...helper, isEnabled: false });
        expect((await assign(id, "/")).status).toBe(400);
    });

    test.each<[string, object, number]>([
        ["the name of another", { displayName: "exchange administrator" }, 400],
        ["no permissions", { rolePermissions: [] }, 400],
        ["a malformed action", { rolePermissions: [{ allowedResourceActions: ["everything"] }] }, 400],
        ["a property that Graph fills in", { isBuiltIn: false }, 400],
    ])("are refused with %s", async (_, changes, status) => {
        expect((await graph.send("POST", definitions, { ...helper, ...changes })).status).toBe(status);
    });

    it("leave the built-in ones alone", async () => {
        const role = `${definitions}/${exchangeAdministrator}`;
        expect((await graph.send("PATCH", role, { description: "mine" })).status).toBe(400);
        expect((await graph.send("DELETE", role)).status).toBe(400);
        expect((await graph.send("GET", role)).status).toBe(200);
    });
});

describe("scoped role assignments", () => {
    it("exist beside those for the whole tenant, and do not count as such", async () => {
        const { id } = await graph.do("POST", units, { displayName: "Paris" });
        expect((await assign(exchangeAdministrator, `/administrativeUnits/${id}`)).status).toBe(201);
        expect((await assign(exchangeAdministrator, `/${login.applicationObjectId}`)).status).toBe(201);
        await graph.consent(login, manageAsApp);
        expect(await rolesInToken()).toBeUndefined();
        expect((await assign(exchangeAdministrator, "/")).status).toBe(201);
        expect(await rolesInToken()).toEqual([exchangeAdministrator]);
    });

    test.each([
        ["an administrative unit that does not exist", `/administrativeUnits/${nobody}`, 404],
        ["an object that does not exist", `/${nobody}`, 404],
        ["a path of another form", `/directory/administrativeUnits/${nobody}`, 400],
        ["nothing", "", 400],
    ])("are refused for %s", async (_, scope, status) => {
        expect((await assign(exchangeAdministrator, scope)).status).toBe(status);
    });

    async function rolesInToken(): Promise<unknown> {
        const { secretText } = await graph.do(
            "POST",
            `/v1.0/applications/${login.applicationObjectId}/addPassword`,
            {},
        );
        const { body } = await tenant.token({
            grant_type: "client_credentials",
            client_id: login.clientId,
            client_secret: secretText,
            scope: exchangeScope,
        });
        const [, payload = ""] = body.access_token.split(".");
        return (JSON.parse(Buffer.from(payload, "base64url").toString()) as { wids?: unknown }).wids;
    }
});

describe("activated roles", () => {
    it("are Global Administrator at first, and others once they are activated", async () => {
        const names = async (): Promise<string[]> =>
            (await graph.do("GET", "/v1.0/directoryRoles")).value.map(({ displayName }) => displayName);
        expect(await names()).toEqual(["Global Administrator"]);
        const body = { roleTemplateId: exchangeAdministrator };
        const { id } = await graph.do("POST", "/v1.0/directoryRoles", body);
        expect(await graph.do("GET", `/v1.0/directoryRoles/${id}`)).toMatchObject(body);
        expect(await names()).toEqual(["Global Administrator", "Exchange Administrator"]);
        expect((await graph.send("POST", "/v1.0/directoryRoles", body)).status).toBe(400);
        expect((await graph.send("POST", "/v1.0/directoryRoles", { roleTemplateId: nobody })).status).toBe(404);
    });
});

describe("administrative units", () => {
    it("have members, and holders of roles, and take the roles with them", async () => {
        const { id } = await graph.do("POST", units, { displayName: "Paris", visibility: "Public" });
        const unit = `${units}/${id}`;
        const user = tenant.userId("Adele Vance");
        const reference = { "@odata.id": `${tenant.url}/v1.0/directoryObjects/${user}` };
        await graph.do("POST", `${unit}/members/$ref`, reference);
        expect((await graph.send("POST", `${unit}/members/$ref`, reference)).status).toBe(400);
        expect((await graph.do("GET", `${unit}/members`)).value).toMatchObject([{ id: user }]);
        expect((await graph.send("DELETE", `${unit}/members/${user}/$ref`)).status).toBe(204);
        expect((await graph.do("GET", `${unit}/members`)).value).toEqual([]);

        const role = await graph.do("POST", "/v1.0/directoryRoles", { roleTemplateId: exchangeAdministrator });
        const member = { roleId: role.id, roleMemberInfo: { id: user } };
        const added = await graph.do("POST", `${unit}/scopedRoleMembers`, member);
        expect(added).toMatchObject({ ...member, administrativeUnitId: id });
        expect((await graph.send("POST", `${unit}/scopedRoleMembers`, member)).status).toBe(400);
        expect((await graph.do("GET", `${unit}/scopedRoleMembers`)).value).toHaveLength(1);
        const { body: assignment } = await assign(exchangeAdministrator, `/administrativeUnits/${id}`);

        expect((await graph.send("DELETE", `/beta/administrativeUnits/${id}`)).status).toBe(204);
        expect((await graph.send("GET", unit)).status).toBe(404);
        expect((await graph.send("GET", `${assignments}/${assignment.id}`)).status).toBe(404);
    });

    it("are deleted by version 1.0 too", async () => {
        const { id } = await graph.do("POST", units, { displayName: "Lyon" });
        expect((await graph.send("DELETE", `${units}/${id}`)).status).toBe(204);
        expect((await graph.send("GET", `${units}/${id}`)).status).toBe(404);
    });

    test.each<[string, object]>([
        ["without a name", { description: "x" }],
        ["with a visibility that Graph does not know", { displayName: "x", visibility: "Private" }],
    ])("are refused %s", async (_, body) => {
        expect((await graph.send("POST", units, body)).status).toBe(400);
    });
});
