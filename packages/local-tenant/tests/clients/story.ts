import { first, Graph, type Json, type TestTenant } from "../support";

/**
 * A request to a tenant's Microsoft Graph, by whatever client; gives the body of the answer. The path is one below
 * `/v1.0`, or a whole link that the tenant gave.
 */
export type Ask = (method: string, path: string, body?: object) => Promise<Json>;

/** What one client did, for a test to look at. */
export interface Story {
    readonly created: Json;
    readonly read: Json;
    /** Names of all applications, collected from pages of two. */
    readonly listed: readonly string[];
    readonly updated: Json;
    /** What is left of the name after the deletion. */
    readonly found: readonly Json[];
}

/** Creates, reads, pages, updates and deletes an application. */
export async function applicationStory(ask: Ask): Promise<Story> {
    const created = await ask("POST", "/applications", { displayName: "made by a client" });
    const path = `/applications/${created.id}`;
    const read = await ask("GET", path);
    const listed: string[] = [];
    let next: string | undefined = "/applications?$top=2";
    while (next !== undefined) {
        const page: Json = await ask("GET", next);
        listed.push(...page.value.map(({ displayName }) => displayName));
        next = page["@odata.nextLink"];
    }
    await ask("PATCH", path, { displayName: "renamed by a client" });
    const updated = await ask("GET", path);
    await ask("DELETE", path);
    const left = await ask("GET", `/applications?$filter=appId eq '${created.appId}'`);
    return { created, read, listed, updated, found: left.value };
}

/** The story ended as it should. */
export function expectStory({ created, read, listed, updated, found }: Story): void {
    expect(created).toMatchObject({ id: expect.any(String) as string, displayName: "made by a client" });
    expect(read).toMatchObject({ id: created.id, appId: created.appId });
    expect(listed).toEqual(["engineer", "pipeline", "made by a client"]);
    expect(updated.displayName).toBe("renamed by a client");
    expect(found).toEqual([]);
}

/** The way to ask with a token that the client fetched, by the platform's own `fetch`. */
export function withToken(tenant: TestTenant, token: string): Ask {
    return (method, path, body) => {
        const target = path.startsWith("/") ? `/v1.0${path}` : path;
        return new Graph(tenant, token).do(method, target, body);
    };
}

/** Names of all mailboxes of the tenant, collected from pages of three. */
export async function mailboxNames(tenant: TestTenant, token: string): Promise<string[]> {
    const exchange = new Graph(tenant, token);
    const names: string[] = [];
    let next: string | undefined = `/adminapi/beta/${tenant.tenantId}/Mailbox?PropertySet=Minimum&$top=3`;
    while (next !== undefined) {
        const page: Json = await exchange.do("GET", next);
        names.push(...page.value.map(({ DisplayName }) => DisplayName));
        next = page["@odata.nextLink"];
    }
    return names;
}

/** The seed's first deployer. */
export function deployerOf(tenant: TestTenant): { readonly clientId: string; readonly clientSecret: string } {
    return first(first(tenant.running.tenants).deployers);
}
