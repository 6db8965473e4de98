import { twoTenantSeed } from "../src";
import {
    exchangeAdministrator,
    exchangeOnlineAppId,
    exchangeScope,
    first,
    manageAsApp,
    TestCertificate,
    TestTenant,
    type Graph,
    type Json,
} from "./support";

const nobody = "99999999-0000-0000-0000-000000000000";
const error = (status: number, code: string, message: string): object => ({
    status,
    body: {
        error: {
            code,
            message,
            innerError: {
                date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as string,
                "request-id": expect.any(String) as string,
                "client-request-id": expect.any(String) as string,
            },
        },
    },
});
const notFound = (id: string): object =>
    error(
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
const badRequest = (message: string): object => error(400, "Request_BadRequest", message);

let tenant: TestTenant;
let graph: Graph;

beforeAll(async () => {
    const permissions = [
        "Application.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "RoleManagement.ReadWrite.Directory",
        "Directory.Read.All",
    ];
    const seed = twoTenantSeed().tenants.map((home) => ({
        ...home,
        customDomains: ["exoip.com"],
        deployers: home.deployers.map((deployer) => ({ ...deployer, permissions })),
    }));
    tenant = await TestTenant.start({ seed: { tenants: seed } });
    graph = await tenant.graph();
});
afterAll(() => tenant.stop());

const create = (body: object = {}): Promise<Json> =>
    graph.do("POST", "/v1.0/applications", { displayName: "test", ...body });

describe("applications and service principals", () => {
    it("that do not exist are not found", async () => {
        for (const set of ["applications", "servicePrincipals", "directoryObjects"]) {
            expect(await graph.send("GET", `/v1.0/${set}/${nobody}`)).toMatchObject(notFound(nobody));
        }
        expect(await graph.send("DELETE", `/v1.0/applications/${nobody}`)).toMatchObject(notFound(nobody));
    });

    it("belong to their creator, and to those whom it names", async () => {
        const { value } = await graph.do("GET", "/v1.0/servicePrincipals?$filter=displayName eq 'pipeline'");
        const pipeline = first(value).id;
        const { id } = await create({
            "owners@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${pipeline}`],
        });
        const owners = `/v1.0/applications/${id}/owners`;
        const names = async (): Promise<string[]> =>
            (await graph.do("GET", owners)).value.map((owner: Json) => owner.displayName);
        expect(await names()).toEqual(["engineer", "pipeline"]);
        const reference = { "@odata.id": `${tenant.url}/v1.0/directoryObjects/${pipeline}` };
        expect(await graph.send("POST", `${owners}/$ref`, reference)).toMatchObject(
            badRequest(
                "One or more added object references already exist for the following modified properties: 'owners'.",
            ),
        );
        expect(await graph.send("DELETE", `${owners}/${pipeline}/$ref`)).toMatchObject({ status: 204 });
        expect(await names()).toEqual(["engineer"]);
        expect(await graph.send("DELETE", `${owners}/${pipeline}/$ref`)).toMatchObject(notFound(pipeline));
        expect(await graph.send("POST", `${owners}/$ref`, reference)).toMatchObject({ status: 204 });
        expect(
            await graph.send("POST", `${owners}/$ref`, {
                "@odata.id": `${tenant.url}/v1.0/directoryObjects/${nobody}`,
            }),
        ).toMatchObject(notFound(nobody));
    });

    it("that are service principals get and lose owners too, and all are directory objects", async () => {
        const { value } = await graph.do("GET", "/v1.0/servicePrincipals?$filter=displayName eq 'pipeline'");
        const pipeline = first(value).id;
        const { appId } = await create();
        const { id } = await graph.do("POST", "/v1.0/servicePrincipals", { appId });
        const owners = `/v1.0/servicePrincipals/${id}/owners`;
        const reference = { "@odata.id": `${tenant.url}/v1.0/directoryObjects/${pipeline}` };
        expect(await graph.send("POST", `${owners}/$ref`, reference)).toMatchObject({ status: 204 });
        expect((await graph.do("GET", owners)).value.map((owner: Json) => owner.displayName)).toContain("pipeline");
        expect(await graph.send("DELETE", `${owners}/${pipeline}/$ref`)).toMatchObject({ status: 204 });
        expect(await graph.do("GET", `/v1.0/directoryObjects/${id}`)).toMatchObject({
            "@odata.type": "#microsoft.graph.servicePrincipal",
            id,
        });
    });

    it("keep the parts of complex values that a PATCH does not mention", async () => {
        const { id } = await create({ web: { homePageUrl: "https://exoip.com" }, tags: ["a", "b"] });
        const target = `/v1.0/applications/${id}`;
        await graph.do("PATCH", target, { web: { logoutUrl: "https://exoip.com/out" }, tags: ["c"] });
        expect(await graph.do("GET", target)).toMatchObject({
            web: { homePageUrl: "https://exoip.com", logoutUrl: "https://exoip.com/out", redirectUris: [] },
            tags: ["c"],
        });
    });

    test.each<[string, object, object]>([
        [
            "an empty name",
            { displayName: "" },
            badRequest("Invalid value specified for property 'displayName' of resource 'Application'."),
        ],
        [
            "an unknown audience",
            { signInAudience: "Everybody" },
            badRequest("Invalid value specified for property 'signInAudience' of resource 'Application'."),
        ],
        [
            "a malformed permission",
            { requiredResourceAccess: [{ resourceAppId: "x", resourceAccess: [{ id: "x", type: "Role" }] }] },
            badRequest(
                "Invalid value specified for property 'requiredResourceAccess.0.resourceAccess.0.id' of resource 'Application'.",
            ),
        ],
        [
            "a property that is not implemented",
            { logo: "x" },
            error(501, "NotImplemented", "The local tenant does not implement the property logo of Application."),
        ],
        ["an unknown owner", { "owners@odata.bind": [`x/${nobody}`] }, notFound(nobody)],
        ["a malformed owner", { "owners@odata.bind": ["x"] }, badRequest("Not a valid reference update.")],
    ])("are refused with %s", async (_, changes, answer) => {
        expect(await graph.send("POST", "/v1.0/applications", { displayName: "test", ...changes })).toMatchObject(
            answer,
        );
    });

    it("are found by filter, with a plus for a space and quotes doubled", async () => {
        const { id } = await create({ displayName: "it's a test" });
        const query = new URLSearchParams({ $filter: "displayName eq 'it''s a test'", $select: "displayName" });
        expect((await graph.do("GET", `/v1.0/applications?${query.toString()}`)).value).toEqual([
            { id, displayName: "it's a test" },
        ]);
        const bad = await graph.send("GET", "/v1.0/applications?$filter=colour+eq+'red'");
        expect(bad).toMatchObject(badRequest("Could not find a property named 'colour' on the requested type."));
        for (const query of ["$expand=connectorGroup", "$format=xml"]) {
            expect(await graph.send("GET", `/v1.0/applications?${query}`)).toMatchObject({ status: 501 });
        }
    });

    it("come in pages when asked to", async () => {
        const page = await graph.do("GET", "/v1.0/servicePrincipals?$top=3");
        expect(page.value).toHaveLength(3);
        const next = await graph.do("GET", page["@odata.nextLink"] ?? "");
        expect(next.value[0]?.id).not.toBe(page.value[0]?.id);
        expect(await graph.send("GET", "/v1.0/servicePrincipals?$top=0")).toMatchObject({ status: 400 });
    });

    it("need a valid application, and only one service principal for it", async () => {
        expect(await graph.send("POST", "/v1.0/servicePrincipals", { appId: nobody })).toMatchObject(
            badRequest(`The appId '${nobody}' of the service principal does not reference a valid application object.`),
        );
        expect(await graph.send("POST", "/v1.0/servicePrincipals", { appId: exchangeOnlineAppId })).toMatchObject(
            badRequest(
                "A conflicting object with one or more of the specified property values is present in the directory.",
            ),
        );
    });

    it("give way together, with all that was granted", async () => {
        const login = await graph.login(new TestCertificate());
        await graph.consent(login);
        const { id } = await graph.assignRole(login);
        expect(await graph.send("DELETE", `/v1.0/applications/${login.applicationObjectId}`)).toMatchObject({
            status: 204,
        });
        expect(await graph.send("GET", `/v1.0/servicePrincipals/${login.servicePrincipalObjectId}`)).toMatchObject({
            status: 404,
        });
        expect(await graph.send("GET", `/v1.0/roleManagement/directory/roleAssignments/${id}`)).toMatchObject({
            status: 404,
        });
        const exchangeOnline = await graph.servicePrincipalOf(exchangeOnlineAppId);
        const { value } = await graph.do("GET", `/v1.0/servicePrincipals/${exchangeOnline}/appRoleAssignedTo`);
        expect(value).toEqual([]);
    });

    it("of another tenant work here after consent here, if their application allows it", async () => {
        const certificate = new TestCertificate();
        const { applicationObjectId, clientId } = await graph.login(certificate, "for many tenants");
        const { secretText } = await graph.do("POST", `/v1.0/applications/${applicationObjectId}/addPassword`, {});
        const form = {
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: secretText,
            scope: exchangeScope,
        };
        const fabrikam = await tenant.graph(0, 1);
        expect(await fabrikam.send("POST", "/v1.0/servicePrincipals", { appId: clientId })).toMatchObject({
            status: 400,
        });
        await graph.do("PATCH", `/v1.0/applications/${applicationObjectId}`, { signInAudience: "AzureADMultipleOrgs" });
        expect((await tenant.token(form, "fabrikam.onmicrosoft.com")).body.error_codes).toEqual([700016]);
        const servicePrincipal = await fabrikam.do("POST", "/v1.0/servicePrincipals", { appId: clientId });
        expect(servicePrincipal).toMatchObject({
            displayName: "for many tenants",
            appOwnerOrganizationId: tenant.tenantId,
        });
        expect((await tenant.token(form, "fabrikam.onmicrosoft.com")).status).toBe(200);
    });
});

describe("app role assignments", () => {
    it("are refused when they make no sense, or exist already", async () => {
        const login = await graph.login(new TestCertificate());
        const resourceId = await graph.servicePrincipalOf(exchangeOnlineAppId);
        const target = `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`;
        const body = { appRoleId: manageAsApp, principalId: login.servicePrincipalObjectId, resourceId };
        const granted = await graph.do("POST", target, body);
        expect(await graph.send("POST", target, body)).toMatchObject(
            badRequest("Permission being assigned already exists on the object"),
        );
        expect(await graph.send("POST", target, { ...body, appRoleId: nobody })).toMatchObject(
            badRequest(`Permission being assigned was not found on application '${exchangeOnlineAppId}'`),
        );
        expect(await graph.send("POST", target, { ...body, principalId: nobody })).toMatchObject(
            badRequest("Not a valid reference update."),
        );
        expect(await graph.send("POST", target, { ...body, resourceId: nobody })).toMatchObject(
            badRequest("Not a valid reference update."),
        );
        expect(await graph.send("POST", `/v1.0/servicePrincipals/${nobody}/appRoleAssignedTo`, body)).toMatchObject(
            notFound(nobody),
        );
        const held = await graph.do(
            "GET",
            `/v1.0/servicePrincipals/${login.servicePrincipalObjectId}/appRoleAssignments`,
        );
        expect(held.value).toEqual([
            expect.objectContaining({ id: granted.id, resourceDisplayName: "Office 365 Exchange Online" }),
        ]);
        expect(await graph.send("DELETE", `${target}/${granted.id}`)).toMatchObject({ status: 204 });
        expect(await graph.send("DELETE", `${target}/${granted.id}`)).toMatchObject(notFound(granted.id));
    });
});

describe("directory roles", () => {
    const assignments = "/v1.0/roleManagement/directory/roleAssignments";

    it("are refused when they make no sense, or exist already", async () => {
        const { servicePrincipalObjectId: principalId } = await graph.login(new TestCertificate());
        const body = { principalId, roleDefinitionId: exchangeAdministrator, directoryScopeId: "/" };
        const { id } = await graph.do("POST", assignments, body);
        expect(id).toMatch(/^[\w-]{43}-1$/);
        expect(await graph.send("POST", assignments, body)).toMatchObject(
            badRequest(
                "A conflicting object with one or more of the specified property values is present in the directory.",
            ),
        );
        expect(await graph.send("POST", assignments, { ...body, principalId: nobody })).toMatchObject(notFound(nobody));
        expect(await graph.send("POST", assignments, { ...body, roleDefinitionId: nobody })).toMatchObject(
            badRequest(`The role definition '${nobody}' was not found.`),
        );
        const scoped = { ...body, directoryScopeId: `/administrativeUnits/${nobody}` };
        expect(await graph.send("POST", assignments, scoped)).toMatchObject(notFound(nobody));
        const query = new URLSearchParams({ $filter: `principalId eq '${principalId}'` });
        expect((await graph.do("GET", `${assignments}?${query.toString()}`)).value).toEqual([{ ...body, id }]);
    });

    it("are the built-in ones", async () => {
        const { value } = await graph.do("GET", "/v1.0/directoryRoleTemplates");
        expect(value).toContainEqual({
            id: exchangeAdministrator,
            deletedDateTime: null,
            displayName: "Exchange Administrator",
            description: "Can manage all aspects of the Exchange product.",
        });
        const definition = await graph.do(
            "GET",
            `/v1.0/roleManagement/directory/roleDefinitions/${exchangeAdministrator}`,
        );
        expect(definition).toMatchObject({ templateId: exchangeAdministrator, isBuiltIn: true });
        const query = new URLSearchParams({ $filter: "displayName eq 'user administrator'" });
        const found = await graph.do("GET", `/v1.0/roleManagement/directory/roleDefinitions?${query.toString()}`);
        expect(found.value).toHaveLength(1);
    });
});

describe("the organization", () => {
    it("has its initial domain and those that were added", async () => {
        expect((await graph.do("GET", "/v1.0/domains")).value).toMatchObject([
            { id: "exoip.onmicrosoft.com", isInitial: true },
            { id: "exoip.com", isInitial: false },
        ]);
        expect((await graph.do("GET", "/v1.0/organization")).value).toMatchObject([
            {
                id: tenant.tenantId,
                verifiedDomains: [
                    { name: "exoip.onmicrosoft.com", isInitial: true, isDefault: true },
                    { name: "exoip.com", isInitial: false, isDefault: false },
                ],
            },
        ]);
    });
});

describe("Graph's beta", () => {
    it("answers as v1.0 does, with the properties that only beta has", async () => {
        const { id } = await create();
        const target = `/beta/applications/${id}`;
        await graph.do("PATCH", target, { oauth2RequirePostResponse: true, displayName: "from beta" });
        expect(await graph.do("GET", `${target}?$select=oauth2RequirePostResponse`)).toMatchObject({
            oauth2RequirePostResponse: true,
        });
        const { oauth2RequirePostResponse, ...application } = (await graph.do("GET", target)) as unknown as Record<
            string,
            unknown
        >;
        expect(oauth2RequirePostResponse).toBe(true);
        expect(await graph.do("GET", `/v1.0/applications/${id}`)).toEqual({
            ...application,
            "@odata.context": `${tenant.url}/v1.0/$metadata#applications/$entity`,
            displayName: "from beta",
        });
        const refused = await graph.send("PATCH", `/v1.0/applications/${id}`, { oauth2RequirePostResponse: false });
        expect(refused).toMatchObject({ status: 400 });
    });
});
