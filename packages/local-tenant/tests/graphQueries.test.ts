import { seedWith, TestTenant, type Graph, type Json } from "./support";

let tenant: TestTenant;
let graph: Graph;
let ids: Record<"one" | "two" | "three", string>;

beforeAll(async () => {
    const permissions = ["Application.ReadWrite.All", "RoleManagement.Read.Directory"];
    tenant = await TestTenant.start({ seed: seedWith({ permissions }) });
    graph = await tenant.graph();
    const create = async (displayName: string, tags: string[]): Promise<string> =>
        (await graph.do("POST", "/v1.0/applications", { displayName, tags })).id;
    ids = {
        one: await create("mail one", ["exo", "blue"]),
        two: await create("mail two", ["exo"]),
        three: await create("other", ["blue"]),
    };
});
afterAll(() => tenant.stop());

const list = (set: string, options: Record<string, string>): Promise<Json> =>
    graph.do("GET", `/v1.0/${set}?${new URLSearchParams(options).toString()}`);
const names = async (filter: string, set = "applications"): Promise<string[]> =>
    (await list(set, { $filter: filter })).value.map(({ displayName }) => displayName);
const refusal = (code: string, message: string): object => ({ status: 400, body: { error: { code, message } } });

describe("$filter", () => {
    test.each([
        ["startswith(displayName,'Mail')", ["mail one", "mail two"]],
        ["tags/any(t:t eq 'exo')", ["mail one", "mail two"]],
        ["tags/any(t:t eq 'exo') and tags/any(x:x eq 'blue')", ["mail one"]],
        ["tags/any(t:startswith(t,'EX'))", ["mail one", "mail two"]],
        ["displayName eq 'other' or displayName eq 'mail two'", ["mail two", "other"]],
        ["startswith(displayName,'mail') and (displayName eq 'other' or tags/any(t:t eq 'blue'))", ["mail one"]],
        ["displayName eq 'other' or startswith(displayName,'mail') and tags/any(t:t eq 'blue')", ["mail one", "other"]],
    ])("%s", async (filter, expected) => {
        expect(await names(filter)).toEqual(expected);
    });

    it("takes truth values, and GUIDs without quotes", async () => {
        expect(await names("accountEnabled eq true", "servicePrincipals")).toContain("Microsoft Graph");
        expect(await names("accountEnabled eq false", "servicePrincipals")).toEqual([]);
        expect(await names(`appOwnerOrganizationId eq ${tenant.tenantId}`, "servicePrincipals")).toEqual([
            "engineer",
            "pipeline",
        ]);
        expect((await graph.send("GET", "/v1.0/servicePrincipals?$filter=accountEnabled+eq+'true'")).status).toBe(400);
        expect(await names("isBuiltIn eq false", "roleManagement/directory/roleDefinitions")).toEqual([]);
    });

    test.each([
        ["notes eq 'x'", "notes"],
        ["displayName ne 'x'", "displayName"],
        ["tags eq 'x'", "tags"],
        ["displayName/any(n:n eq 'x')", "displayName"],
        ["startswith(tags,'x')", "tags"],
        ["tags/any(t:startswith(x,'x'))", "tags"],
        ["displayName eq null", "displayName"],
    ])("is refused where Graph has no index for it: %s", async (filter, property) => {
        const query = new URLSearchParams({ $filter: filter }).toString();
        expect(await graph.send("GET", `/v1.0/applications?${query}`)).toMatchObject(
            refusal(
                "Request_UnsupportedQuery",
                `Unsupported or invalid query filter clause specified for property '${property}' of resource 'Application'.`,
            ),
        );
    });

    test.each([
        "displayName eq",
        "(displayName eq 'x'",
        "displayName eq 'x' 'y'",
        "displayName eq #",
        "tags/any(t t eq 'x')",
        "tags/any(t:startswith(t,'x')",
    ])("is refused when it is malformed: %s", async (filter) => {
        const query = new URLSearchParams({ $filter: filter }).toString();
        expect(await graph.send("GET", `/v1.0/applications?${query}`)).toMatchObject({
            status: 400,
            body: { error: { message: expect.stringContaining("Invalid filter clause: Syntax error") as string } },
        });
    });
});

describe("lists", () => {
    it("come in pages that link to the next with an absolute address, and keep what was asked for", async () => {
        const found: string[] = [];
        let next: string | undefined =
            "/v1.0/applications?$top=1&$select=displayName&$filter=startswith(displayName,'mail')";
        while (next !== undefined) {
            const page: Json = await graph.do("GET", next);
            found.push(...page.value.map(({ displayName }) => displayName));
            next = page["@odata.nextLink"];
            if (next !== undefined) {
                expect(next).toMatch(/^https:\/\/localhost:\d+\/v1\.0\/applications\?.*skiptoken=/);
            }
        }
        expect(found).toEqual(["mail one", "mail two"]);
    });

    test.each(["0", "1000", "-1", "many"])("do not come in pages of %s", async (top) => {
        expect(await graph.send("GET", `/v1.0/applications?$top=${top}`)).toMatchObject(
            refusal(
                "Request_BadRequest",
                `Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`,
            ),
        );
    });

    it("have the selected properties only, which must exist", async () => {
        expect((await list("applications", { $select: "tags", $filter: "displayName eq 'other'" })).value).toEqual([
            { id: ids.three, tags: ["blue"] },
        ]);
        expect(await graph.send("GET", "/v1.0/applications?$select=colour")).toMatchObject(
            refusal("Request_BadRequest", "Could not find a property named 'colour' on the requested type."),
        );
    });
});

describe("objects", () => {
    it("can be addressed by their appId", async () => {
        const { appId } = await graph.do("GET", `/v1.0/applications/${ids.two}`);
        const application = `/v1.0/applications(appId='${appId}')`;
        expect(await graph.do("GET", application)).toMatchObject({ id: ids.two });
        await graph.do("PATCH", application, { notes: "by appId" });
        expect(await graph.do("GET", `/v1.0/applications/${ids.two}`)).toMatchObject({ notes: "by appId" });
        expect((await graph.do("GET", `${application}/owners`)).value).toHaveLength(1);
        const { id } = await graph.do("POST", "/v1.0/servicePrincipals", { appId });
        const servicePrincipal = `/v1.0/servicePrincipals(appId='${appId.toUpperCase()}')`;
        expect(await graph.do("GET", servicePrincipal)).toMatchObject({ id });
        expect((await graph.send("DELETE", servicePrincipal)).status).toBe(204);
        expect((await graph.send("GET", servicePrincipal)).status).toBe(404);
    });

    it("keep GUIDs in lower case, and know them in any", async () => {
        const keyId = "ABCDEF12-3434-5656-7878-909090909090";
        const requiredResourceAccess = [{ resourceAppId: "x", resourceAccess: [{ id: keyId, type: "Role" }] }];
        await graph.do("PATCH", `/v1.0/applications/${ids.one.toUpperCase()}`, { requiredResourceAccess });
        expect(await graph.do("GET", `/v1.0/applications/${ids.one}`)).toMatchObject({
            requiredResourceAccess: [{ resourceAccess: [{ id: keyId.toLowerCase() }] }],
        });
    });

    it("are not looked for under an appId that is not a GUID", async () => {
        expect(await graph.send("GET", "/v1.0/applications(appId='x')")).toMatchObject(
            refusal(
                "Request_BadRequest",
                "Invalid value specified for object reference property 'appId'. Please ensure that this value has an appropriate syntax and length.",
            ),
        );
    });
});

describe("every answer", () => {
    test.each(["/v1.0/applications", "/v1.0/applications/x", "/v1.0/nothing", "/v1.0/applications?$top=0"])(
        "tells its request from others: %s",
        async (target) => {
            const answer = await tenant.send("GET", target, undefined, {
                authorization: `Bearer ${graph.token}`,
                "client-request-id": "12345678-1234-1234-1234-123456789012",
            });
            expect(answer.headers.get("request-id")).toMatch(/^[0-9a-f-]{36}$/);
            expect(answer.headers.get("client-request-id")).toBe("12345678-1234-1234-1234-123456789012");
            expect(answer.headers.get("date")).toMatch(/GMT$/);
        },
    );
});

describe("bodies are refused", () => {
    const patch = (body: object): Promise<object> => graph.send("PATCH", `/v1.0/applications/${ids.one}`, body);

    it("with properties that Graph fills in, or does not know", async () => {
        expect(await patch({ appId: ids.one })).toMatchObject(
            refusal("Request_BadRequest", "Property 'appId' is read-only and cannot be set."),
        );
        expect(await patch({ colour: "red" })).toMatchObject(
            refusal(
                "Request_BadRequest",
                "The property 'colour' does not exist on type 'microsoft.graph.application'. Make sure to only use property names that are defined by the type.",
            ),
        );
    });

    test.each<[string, object, string]>([
        ["a name of 257 characters", { displayName: "x".repeat(257) }, "displayName"],
        ["a description of 1025", { description: "x".repeat(1025) }, "description"],
        ["permissions of 51 APIs", { requiredResourceAccess: apis(51, 1) }, "requiredResourceAccess"],
        ["401 permissions", { requiredResourceAccess: apis(1, 401) }, "requiredResourceAccess"],
    ])("with %s", async (_, body, property) => {
        expect(await patch(body)).toMatchObject(
            refusal(
                "Request_BadRequest",
                `Invalid value specified for property '${property}' of resource 'Application'.`,
            ),
        );
    });

    it("of another type, or malformed", async () => {
        const headers = { authorization: `Bearer ${graph.token}` };
        const unreadable = refusal(
            "BadRequest",
            "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
        );
        const target = `/v1.0/applications/${ids.one}`;
        expect(await tenant.send("PATCH", target, "{", headers)).toMatchObject(unreadable);
        const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
        expect(await tenant.send("PATCH", target, "{}", form)).toMatchObject(unreadable);
    });

    it("with a client secret that Graph did not make", async () => {
        const { keyId } = await graph.do("POST", `/v1.0/applications/${ids.one}/addPassword`, {});
        const { passwordCredentials } = await graph.do("GET", `/v1.0/applications/${ids.one}`);
        expect(await patch({ passwordCredentials })).toMatchObject({ status: 204 });
        expect(await patch({ passwordCredentials: [{ displayName: "new" }, { keyId }] })).toMatchObject(
            refusal("Request_BadRequest", "New password credentials must be generated using service actions."),
        );
        expect(await patch({ passwordCredentials: [] })).toMatchObject({ status: 204 });
        expect((await graph.do("GET", `/v1.0/applications/${ids.one}`)).passwordCredentials).toEqual([]);
    });

    it("with a secret that ends before it starts", async () => {
        const passwordCredential = { endDateTime: "2020-01-01T00:00:00Z" };
        expect(
            await graph.send("POST", `/v1.0/applications/${ids.one}/addPassword`, { passwordCredential }),
        ).toMatchObject(
            refusal(
                "Request_BadRequest",
                "Invalid value specified for property 'endDateTime' of resource 'PasswordCredential'.",
            ),
        );
    });

    it("with values that must be unique and are not", async () => {
        await graph.do("PATCH", `/v1.0/applications/${ids.two}`, { identifierUris: ["api://exo"] });
        expect(
            await graph.send("PATCH", `/v1.0/applications/${ids.two}`, { identifierUris: ["api://exo"] }),
        ).toMatchObject({
            status: 204,
        });
        expect(await patch({ identifierUris: ["api://exo"] })).toMatchObject({
            status: 400,
            body: {
                error: {
                    message: "Another object with the same value for property identifierUris already exists.",
                    details: [{ code: "ObjectConflict", target: "identifierUris" }],
                },
            },
        });
        const role = { displayName: "x", description: null, isEnabled: true, allowedMemberTypes: ["Application"] };
        const appRoles = ["1", "2"].map((digit) => ({
            ...role,
            id: digit.repeat(8) + ids.one.slice(8),
            value: "Same",
        }));
        expect(await patch({ appRoles })).toMatchObject(
            refusal("DuplicateValue", "Request contains a property with duplicate values."),
        );
    });
});

function apis(count: number, permissions: number): object[] {
    const id = "dc50a0fb-09a3-484d-be87-e023b12c6440";
    const resourceAccess = Array.from({ length: permissions }, () => ({ id, type: "Role" }));
    return Array.from({ length: count }, () => ({ resourceAppId: id, resourceAccess }));
}
