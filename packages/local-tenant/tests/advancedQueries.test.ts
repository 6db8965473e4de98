import { seedWith, TestTenant, type Graph, type Json } from "./support";

let tenant: TestTenant;
let graph: Graph;

beforeAll(async () => {
    tenant = await TestTenant.start({ seed: seedWith({ permissions: "all" }) });
    graph = await tenant.graph();
    for (const displayName of ["Mail archive", "Mail reports", "OneVideo sync", "Other"]) {
        await graph.do("POST", "/v1.0/applications", { displayName });
    }
});
afterAll(() => tenant.stop());

const eventual = { consistencylevel: "eventual" };

async function ask(query: Record<string, string>, headers: Record<string, string> = eventual): Promise<Json> {
    const target = `/v1.0/applications?${new URLSearchParams(query).toString()}`;
    const answer = await tenant.send("GET", target, undefined, { authorization: `Bearer ${graph.token}`, ...headers });
    return answer.body;
}

const names = ({ value }: Json): string[] => value.map(({ displayName }) => displayName);

describe("advanced queries", () => {
    it.each([
        ['"displayName:mail"', ["Mail archive", "Mail reports"]],
        ['"displayName:rep"', ["Mail reports"]],
        ['"displayName:video"', ["OneVideo sync"]],
        ['"displayName:mail" AND "displayName:arch"', ["Mail archive"]],
        ['"displayName:other" OR "displayName:sync"', ["OneVideo sync", "Other"]],
    ])("find %s", async (search, expected) => {
        expect(names(await ask({ $search: search }))).toEqual(expected);
    });

    it("are refused without the header, and in another form", async () => {
        expect(await ask({ $search: '"displayName:mail"' }, {})).toMatchObject({
            error: { code: "Request_UnsupportedQuery" },
        });
        expect(await ask({ $search: "mail" })).toMatchObject({ error: { code: "Request_BadRequest" } });
        expect(await ask({ $search: '"appId:x"' })).toMatchObject({ error: { code: "Request_UnsupportedQuery" } });
    });

    it.each([
        ["endswith(displayName,'sync')", ["OneVideo sync"]],
        ["not(startswith(displayName,'Mail')) and displayName ne 'Other'", ["engineer", "pipeline", "OneVideo sync"]],
        ["displayName in ('Other', 'pipeline')", ["pipeline", "Other"]],
    ])("filter by %s", async (filter, expected) => {
        expect(names(await ask({ $filter: filter, $count: "true" }))).toEqual(expected);
    });

    it("are needed for endswith, ne and not, with the header and $count", async () => {
        for (const filter of ["endswith(displayName,'x')", "displayName ne 'x'", "not(displayName eq 'x')"]) {
            expect(await ask({ $filter: filter })).toMatchObject({ error: { code: "Request_UnsupportedQuery" } });
            expect(await ask({ $filter: filter, $count: "true" }, {})).toMatchObject({
                error: { code: "Request_UnsupportedQuery" },
            });
        }
    });

    it("count what there is on all pages; without the header $count is ignored", async () => {
        const page = await ask({ $count: "true", $top: "2", $filter: "startswith(displayName,'Mail')" });
        expect(page).toMatchObject({ "@odata.count": 2 });
        expect(await ask({ $count: "true", $top: "2" })).toMatchObject({ "@odata.count": 6 });
        expect(await ask({ $count: "true" }, {})).not.toHaveProperty("@odata.count");
    });

    it("count by path, as plain text", async () => {
        const count = (path: string, headers: object): Promise<Response> =>
            fetch(`${tenant.url}${path}`, { headers: { authorization: `Bearer ${graph.token}`, ...headers } });
        const all = await count("/v1.0/applications/$count", eventual);
        expect([all.headers.get("content-type"), await all.text()]).toEqual(["text/plain", "6"]);
        const some = await count("/v1.0/applications/$count?$filter=startswith(displayName,'Mail')", eventual);
        expect(await some.text()).toBe("2");
        const { status } = await count("/v1.0/applications/$count", {});
        expect(status).toBe(400);
        expect((await count("/v1.0/policies/defaultAppManagementPolicy/$count", eventual)).status).toBe(501);
    });

    it("put in order, and expand relationships", async () => {
        const ordered = await ask({ $orderby: "displayName desc", $top: "2" });
        expect(names(ordered)).toEqual(["pipeline", "Other"]);
        const expanded = await ask({ $filter: "displayName eq 'Other'", $expand: "owners($select=id,displayName)" });
        expect(expanded.value).toMatchObject([{ displayName: "Other", owners: [{ displayName: "engineer" }] }]);
        expect(await ask({ $select: "id,displayName", $expand: "owners", $filter: "displayName eq 'Other'" })).toEqual({
            "@odata.context": `${tenant.url}/v1.0/$metadata#applications(id,displayName)`,
            value: [{ id: expect.any(String) as string, displayName: "Other", owners: expect.any(Array) as object }],
        });
        expect(await ask({ $orderby: "tags" })).toMatchObject({ error: { code: "Request_UnsupportedQuery" } });
        expect(await ask({ $expand: "owners($levels=2)" })).toMatchObject({ error: { code: "NotImplemented" } });
    });
});

describe("addresses of Graph", () => {
    it("may say myorganization, and graph. for microsoft.graph.", async () => {
        expect(await graph.do("GET", "/v1.0/myorganization/organization")).toMatchObject({
            value: [{ id: tenant.tenantId }],
        });
        expect((await graph.do("GET", "/v1.0/directory/deletedItems/graph.application")).value).toEqual([]);
    });

    it.each([
        "/v1.0/directory/deletedItems/microsoft.graph.device",
        "/v1.0/users/x/messages",
        "/v1.0/applications/$ref",
    ])("that are not served are called so, and never mistaken for data: %s", async (path) => {
        expect(await graph.send("GET", path)).toMatchObject({
            status: 501,
            body: { error: { code: "NotImplemented", message: expect.stringContaining(path) as string } },
        });
    });
});

describe("batches", () => {
    it("answer each request by itself, and not those that depend on a failed one", async () => {
        const { responses } = (await graph.do("POST", "/v1.0/$batch", {
            requests: [
                { id: "1", method: "GET", url: "/organization" },
                {
                    id: "2",
                    method: "POST",
                    url: "/applications",
                    headers: { "Content-Type": "application/json" },
                    body: { displayName: "from a batch" },
                },
                {
                    id: "3",
                    method: "GET",
                    url: "/applications?$filter=displayName eq 'from a batch'",
                    dependsOn: ["2"],
                },
                { id: "4", method: "GET", url: "/users/nobody@exoip.onmicrosoft.com" },
                { id: "5", method: "GET", url: "/users", dependsOn: ["4"] },
                { id: "6", method: "GET", url: "/me/messages" },
            ],
        })) as unknown as { responses: { id: string; status: number; body: Json }[] };
        expect(responses.map(({ id, status }) => [id, status])).toEqual([
            ["1", 200],
            ["2", 201],
            ["3", 200],
            ["4", 404],
            ["5", 424],
            ["6", 501],
        ]);
        expect(responses[2]?.body.value).toMatchObject([{ displayName: "from a batch" }]);
    });

    it("are refused when they are not well-formed, or too large", async () => {
        const one = { id: "1", method: "GET", url: "/organization" };
        const many = Array.from({ length: 21 }, (_, index) => ({ ...one, id: String(index) }));
        for (const requests of [[], [one, one], [{ ...one, dependsOn: ["2"] }], many, [{ ...one, method: "TRACE" }]]) {
            expect(await graph.send("POST", "/v1.0/$batch", { requests })).toMatchObject({ status: 400 });
        }
        const unsigned = await tenant.send("POST", "/v1.0/$batch", { requests: [one] });
        expect(unsigned.body).toMatchObject({ responses: [{ status: 401 }] });
    });
});

describe("what Azure's tools ask besides", () => {
    it.each([
        ["2022-09-01", { resourceManager: expect.any(String) as string, suffixes: { keyVaultDns: "vault.invalid" } }],
        ["2019-05-01", [{ name: "Local", graph: expect.any(String) as string }]],
        [
            "2015-01-01",
            { galleryEndpoint: expect.any(String) as string, authentication: { audiences: expect.any(Array) as [] } },
        ],
    ])("where the services are, in the form of %s", async (version, expected) => {
        expect((await tenant.send("GET", `/metadata/endpoints?api-version=${version}`)).body).toMatchObject(expected);
    });

    it("needs a version", async () => {
        expect(await tenant.send("GET", "/metadata/endpoints")).toMatchObject({ status: 400 });
    });

    it("which subscriptions and tenants there are, for a caller with a token", async () => {
        expect(await graph.do("GET", "/subscriptions?api-version=2022-12-01")).toEqual({ value: [] });
        expect(await graph.do("GET", "/tenants?api-version=2022-12-01")).toMatchObject({
            value: [{ tenantId: tenant.tenantId }],
        });
        for (const target of ["/subscriptions", "/tenants"]) {
            expect(await tenant.send("GET", target)).toMatchObject({ status: 401 });
        }
    });

    it("who signs in without a tenant of its own", async () => {
        const { body } = await tenant.send("GET", "/organizations/v2.0/.well-known/openid-configuration");
        expect(body).toMatchObject({
            issuer: `${tenant.url}/{tenantid}/v2.0`,
            token_endpoint: `${tenant.url}/organizations/oauth2/v2.0/token`,
        });
        const authorize = `${tenant.url}/organizations/oauth2/v2.0/authorize`;
        const instance = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(authorize)}`;
        expect((await tenant.send("GET", instance)).body).toMatchObject({
            tenant_discovery_endpoint: `${tenant.url}/organizations/v2.0/.well-known/openid-configuration`,
        });
    });
});
