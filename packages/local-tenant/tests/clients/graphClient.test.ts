import { ClientSecretCredential } from "@azure/identity";
import { Client, GraphError, PageIterator, type PageCollection } from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials";
import { TestTenant, type Json } from "../support";
import { applicationStory, deployerOf, expectStory } from "./story";

describe("the Microsoft Graph client, with its own middleware,", () => {
    let tenant: TestTenant;
    let client: Client;

    beforeAll(async () => {
        tenant = await TestTenant.start();
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
