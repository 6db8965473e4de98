import { ClientSecretCredential } from "@azure/identity";
import {
    BatchRequestContent,
    BatchResponseContent,
    Client,
    GraphError,
    PageIterator,
    type PageCollection,
} from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials";
import { defaultSeed } from "../../src";
import { TestTenant, type Json } from "../support";
import { applicationStory, deployerOf, expectStory } from "./story";

describe("the Microsoft Graph client, with its own middleware,", () => {
    let tenant: TestTenant;
    let client: Client;

    beforeAll(async () => {
        tenant = await TestTenant.start({ seed: defaultSeed(), administration: true });
        const { clientId, clientSecret } = deployerOf(tenant);
        const credential = new ClientSecretCredential(tenant.tenantId, clientId, clientSecret, {
            authorityHost: tenant.url,
            disableInstanceDiscovery: true,
        });
        client = Client.initWithMiddleware({
            authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [`${tenant.url}/.default`] }),
            baseUrl: tenant.url,
            // Sends the token here as well as to Microsoft's own hosts.
            customHosts: new Set([new URL(tenant.url).hostname]),
        });
    });
    afterAll(() => tenant.stop());

    it("creates, reads, pages, updates and deletes an application", async () => {
        expectStory(
            await applicationStory(async (method, path, body) => {
                const request = client.api(path);
                switch (method) {
                    case "POST":
                        return (await request.post(body)) as Json;
                    case "PATCH":
                        return (await request.patch(body)) as Json;
                    case "DELETE":
                        return (await request.delete()) as Json;
                    default:
                        return (await request.get()) as Json;
                }
            }),
        );
    });

    it("walks through all pages with its PageIterator, with the properties that it selects", async () => {
        const page = (await client.api("/applications").select(["id", "displayName"]).top(1).get()) as PageCollection;
        expect(page.value).toHaveLength(1);
        const seen: string[] = [];
        const iterator = new PageIterator(client, page, (application: Json) => {
            expect(Object.keys(application)).toEqual(["id", "displayName"]);
            return seen.push(application.displayName) > 0;
        });
        await iterator.iterate();
        expect(iterator.isComplete()).toBe(true);
        expect(seen).toEqual(["engineer", "pipeline"]);
    });

    it("counts, searches, sorts, expands and pages advanced queries, with the header that they need on each page", async () => {
        const names = ["search A", "search B", "search C"];
        for (const displayName of names) {
            await client.api("/applications").post({ displayName });
        }
        const headers = { ConsistencyLevel: "eventual" };
        const search = client
            .api("/applications")
            .headers(headers)
            .search('"displayName:search"')
            .count()
            .orderby("displayName")
            .select(["id", "displayName"])
            .expand("owners($select=id)")
            .top(2);
        const page = (await search.get()) as PageCollection & { "@odata.count": number };
        expect(page["@odata.count"]).toBe(3);
        expect(page.value).toMatchObject([{ displayName: "search A", owners: [{}] }, { displayName: "search B" }]);
        const seen: string[] = [];
        const see = ({ displayName }: Json): boolean => seen.push(displayName) > 0;
        await expect(new PageIterator(client, page, see).iterate()).rejects.toMatchObject({
            code: "Request_UnsupportedQuery",
        });
        seen.length = 0;
        await new PageIterator(client, (await search.get()) as PageCollection, see, { headers }).iterate();
        expect(seen).toEqual(names);
        expect(await client.api("/applications/$count").headers(headers).get()).toBe("5");
    });

    it("sends several requests as one batch, and finds what was deleted", async () => {
        const { id } = (await client.api("/applications").post({ displayName: "for the bin" })) as Json;
        const batch = new BatchRequestContent([
            { id: "1", request: new Request(`${tenant.url}/applications/${id}`, { method: "DELETE" }) },
            { id: "2", request: new Request(`${tenant.url}/organization`), dependsOn: ["1"] },
        ]);
        const answers = new BatchResponseContent(
            (await client.api("/$batch").post(await batch.getContent())) as { responses: [] },
        );
        expect([answers.getResponseById("1").status, answers.getResponseById("2").status]).toEqual([204, 200]);
        for (const type of ["microsoft.graph.application", "graph.application"]) {
            const { value } = (await client.api(`/directory/deletedItems/${type}`).get()) as Json;
            expect(value.map((deleted) => deleted.id)).toContain(id);
        }
    });

    it("repeats what is refused with 429 and 503, as long as Retry-After says, and gets its answer", async () => {
        for (const status of [429, 503]) {
            const fault = {
                method: "GET",
                path: "/v1.0/organization",
                times: 1,
                status,
                headers: { "retry-after": "0" },
            };
            expect((await tenant.send("POST", "/-/admin/faults", fault)).status).toBe(204);
        }
        expect(await client.api("/organization").get()).toMatchObject({ value: [{ id: tenant.tenantId }] });
    });

    it("tells why a request is refused", async () => {
        const missing = "cccccccc-0000-4000-8000-000000000009";
        const refused = client.api(`/applications/${missing}`).get();
        await expect(refused).rejects.toBeInstanceOf(GraphError);
        await expect(refused).rejects.toMatchObject({
            statusCode: 404,
            code: "Request_ResourceNotFound",
            message: expect.stringContaining(missing) as string,
            requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        });
    });
});
