import { Server } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { HttpAnswer, HttpRequest } from "../src/azuread/http";
import { azureadProvider } from "../src/azuread/provider";
import { unary, unimplemented } from "../src/protocol/handlers";
import { listen } from "../src/protocol/process";
import { type PropertyMap, text } from "../src/protocol/values";
import { realWorld } from "../src/world";
import { connect, type PluginClient } from "./pluginClient";
import { recordedHost, recordedText, scenario } from "../../local-tenant/tests/recordings";

const plantedSecret = "planted-client-secret";
const environment = {
    ARM_METADATA_HOSTNAME: "localhost:48443",
    ARM_TENANT_ID: "11111111-2222-3333-4444-555555555555",
    ARM_CLIENT_ID: "aaaaaaaa-0000-0000-0000-000000000001",
    ARM_CLIENT_SECRET: plantedSecret,
};

interface TestAnswer {
    readonly status?: number;
    readonly body?: unknown;
}
type Answers = (request: HttpRequest) => TestAnswer | undefined;

const clients: PluginClient[] = [];
const requests: HttpRequest[] = [];
afterEach(() => {
    clients.splice(0).forEach((client) => {
        client.close();
    });
    requests.length = 0;
});

/** A provider whose requests are answered by the test; a request that it does not expect waits for ever. */
async function provider(answers: Answers, variables: NodeJS.ProcessEnv = environment): Promise<PluginClient> {
    const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
        requests.push(request);
        const answer = answers(request) ?? standing(request);
        if (!answer) {
            return new Promise((_, reject) => {
                signal.addEventListener("abort", () => {
                    reject(signal.reason as Error);
                });
            });
        }
        const { status = 200, body = {} } = answer;
        return {
            status,
            statusLine: `${status} Some Reason`,
            contentType: "application/json",
            body: JSON.stringify(body),
        };
    };
    const world = { ...realWorld, sleep: () => Promise.resolve() };
    const client = await connect(azureadProvider({ version: "6.9.1", world, send, environment: variables }));
    clients.push(client);
    return client;
}

function standing({ url }: HttpRequest): TestAnswer | undefined {
    if (url.includes("/metadata/endpoints")) {
        return { body: metadata("https://localhost:48443", "https://localhost:48443/") };
    }
    return url.endsWith("/token") ? { body: { access_token: recordedText("@@jwt1"), expires_in: 3599 } } : undefined;
}

const metadata = (loginEndpoint: string, microsoftGraphResourceId: string): unknown => ({
    authentication: { loginEndpoint },
    microsoftGraphResourceId,
});

const errorOf = async (call: Promise<{ error?: readonly string[] }>): Promise<string> =>
    (await call).error?.join("\n") ?? "";

describe("a tenant that is not on this machine", () => {
    it.each([
        "graph.microsoft.com",
        "login.microsoftonline.com",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "localhost@example.com",
        "10.0.0.1:443",
        "[::2]:443",
    ])("is refused before anything is sent: %s", async (host) => {
        const client = await provider(() => undefined, { ...environment, ARM_METADATA_HOSTNAME: host });
        for (const method of ["CheckConfig", "Configure"]) {
            const error = await errorOf(client.call(method, { urn: "u", news: {}, args: {} }));
            expect(error).toContain("only talks to the local tenant");
            expect(error).toContain("the published azuread plugin is needed");
        }
        expect(requests).toEqual([]);
    });

    it.each(["localhost:1", "127.0.0.1:1", "127.1.2.3", "[::1]:1"])("is not meant by %s", async (host) => {
        const client = await provider(() => undefined, { ...environment, ARM_METADATA_HOSTNAME: host });
        expect(await client.call("Configure", { args: {} })).not.toHaveProperty("error");
    });

    it("is refused when none is named", async () => {
        const client = await provider(() => undefined, { ...environment, ARM_METADATA_HOSTNAME: "" });
        expect(await errorOf(client.call("Configure", { args: {} }))).toContain("set ARM_METADATA_HOSTNAME");
    });

    it.each([
        ["login", "https://login.microsoftonline.com", "https://localhost:48443"],
        ["Graph", "https://localhost:48443", "https://graph.microsoft.com"],
    ])("is refused when a local host names it for %s, and no secret is sent", async (_, login, graph) => {
        const client = await provider(({ url }) =>
            url.includes("/metadata/") ? { body: metadata(login, graph) } : undefined,
        );
        expect(await errorOf(client.call("Configure", { args: {} }))).toContain("is not on this machine");
        expect(requests).toHaveLength(1);
    });
});

describe("signing in", () => {
    it("takes the configuration rather than the environment", async () => {
        const client = await provider(() => undefined);
        await client.call("Configure", {
            args: { tenantId: "22222222-2222-3333-4444-555555555555", clientSecret: "configured" },
        });
        expect(requests[1]?.url).toContain("/22222222-2222-3333-4444-555555555555/");
        expect(requests[1]?.body).toContain("client_secret=configured");
    });

    it("takes a federated token when that is asked for without a secret, as recorded", async () => {
        const federated = { ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "aGVhZA.e30.c2ln" };
        const client = await provider(() => undefined, { ...environment, ARM_CLIENT_SECRET: "", ...federated });
        await client.call("Configure", { args: {} });
        const recorded = scenario("17").exchanges.find(({ step, method }) => step === "oidc" && method === "POST");
        const expected = text(recorded?.request).replace(recordedHost, encodeURIComponent("localhost:48443"));
        expect(requests[1]?.body).toBe(expected);
    });

    it("says what is missing", async () => {
        const client = await provider(() => undefined, { ...environment, ARM_CLIENT_SECRET: "", ARM_CLIENT_ID: "" });
        const error = await errorOf(client.call("CheckConfig", { urn: "u", news: {} }));
        expect(error).toContain("azuread:clientId or ARM_CLIENT_ID, and azuread:clientSecret or ARM_CLIENT_SECRET");
    });

    it("keeps a configured secret secret", async () => {
        const client = await provider(() => undefined);
        const { response } = await client.call("CheckConfig", { urn: "u", news: { clientSecret: "configured" } });
        expect(response?.inputs).toEqual({
            clientSecret: {
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                value: "configured",
            },
        });
    });

    it("never tells the secret in an error", async () => {
        const failures: Answers[] = [
            ({ url }) => (url.endsWith("/token") ? { status: 401, body: { error: "invalid_client" } } : undefined),
            ({ url }) => (url.endsWith("/token") ? { status: 503 } : undefined),
            ({ url }) => (url.endsWith("/token") ? { body: { access_token: "nonsense" } } : undefined),
        ];
        for (const failure of failures) {
            const error = await errorOf((await provider(failure)).call("Configure", { args: {} }));
            expect(error).toMatch(/building client|JSON/);
            expect(error).not.toContain(plantedSecret);
        }
    });
});

const application = "urn:pulumi:dev::exo::azuread:index/application:Application::app";
const inputs: PropertyMap = { displayName: "EXO", signInAudience: "AzureADMyOrg", __defaults: ["signInAudience"] };

describe("resources", () => {
    it("say what the stand-in knows when they are asked for anything else", async () => {
        const client = await provider(() => undefined);
        const urn = "urn:pulumi:dev::exo::azuread:index/group:Group::group";
        const error = await errorOf(client.call("Check", { urn, news: {} }));
        expect(error).toContain("azuread:index/group:Group");
        expect(error).toContain("azuread:index/application:Application");
        expect(error).toContain("the published plugin is needed");
        const invoked = await errorOf(client.call("Invoke", { tok: "azuread:index/getUser:getUser", args: {} }));
        expect(invoked).toContain("azuread:index/getClientConfig:getClientConfig");
    });

    it("refuse inputs that only the published plugin knows", async () => {
        const client = await provider(() => undefined);
        const { response } = await client.call("Check", {
            urn: application,
            news: { displayName: "EXO", appRoles: [{ id: "x" }] },
        });
        expect(JSON.stringify(response?.failures)).toContain('does not support \\"app_role\\"');
    });

    it("do not count a change that is to be ignored", async () => {
        const client = await provider(() => undefined);
        await client.call("Configure", { args: {} });
        const olds = {
            ...inputs,
            appRoleIds: {},
            oauth2PermissionScopeIds: {},
            owners: ["aaaaaaaa-0000-0000-0000-000000000002"],
            notes: "old",
        };
        const news = { ...inputs, notes: "new" };
        const all = await client.call("Diff", { urn: application, id: "x", olds, news });
        expect(all.response?.diffs).toEqual(["notes", "owners"]);
        const some = await client.call("Diff", { urn: application, id: "x", olds, news, ignoreChanges: ["owners"] });
        expect(some.response?.diffs).toEqual(["notes"]);
    });

    it("keep an object whose creation is cancelled half way", async () => {
        const client = await provider(({ method, url }) =>
            method === "POST" && url.endsWith("/v1.0/applications") ? { status: 201, body: { id: "made" } } : undefined,
        );
        await client.call("Configure", { args: {} });
        const creating = client.call("Create", { urn: application, properties: inputs });
        while (!requests.some(({ method }) => method === "PATCH")) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await client.call("Cancel", {});
        const { error, kept } = await creating;
        expect(error?.[0]).toContain(
            'Failed to patch application with object ID "made" after creating: context canceled',
        );
        expect(kept).toMatchObject({ id: "/applications/made", properties: { displayName: "EXO" } });
    });

    it("keep an object whose creation is cancelled while Microsoft's replicas are awaited", async () => {
        const assignment = { id: "made", principalId: "p", roleDefinitionId: "r", directoryScopeId: "/" };
        const client = await provider(({ method, url }) => {
            if (url.includes("/roleAssignments")) {
                return { status: method === "POST" ? 201 : 200, body: assignment };
            }
            return undefined;
        });
        await client.call("Configure", { args: {} });
        const creating = client.call("Create", {
            urn: "urn:pulumi:dev::exo::azuread:index/directoryRoleAssignment:DirectoryRoleAssignment::role",
            properties: {
                principalObjectId: "bbbbbbbb-0000-0000-0000-000000000001",
                roleId: "29232cdf-9323-42fd-ade2-1d097af3e4de",
            },
        });
        while (!requests.some(({ method, url }) => method === "GET" && url.includes("/roleAssignments/made"))) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        await client.call("Cancel", {});
        const { response, error } = await creating;
        expect(error).toBeUndefined();
        expect(response?.id).toBe("/roleManagement/directory/roleAssignments/made");
    });

    it("are not made after a cancellation", async () => {
        const client = await provider(() => undefined);
        await client.call("Configure", { args: {} });
        const creating = client.call("Create", { urn: application, properties: inputs });
        await client.call("Cancel", {});
        expect(await errorOf(creating)).toContain("Could not create application: context canceled");
    });
});

describe("an owner that is refused", () => {
    const id = "/applications/a";
    const [oldOwner, newOwner] = ["aaaaaaaa-0000-0000-0000-000000000002", "bbbbbbbb-0000-0000-0000-000000000001"];
    const refusal = {
        status: 404,
        body: { error: { code: "Request_ResourceNotFound", message: "it does not exist" } },
    };
    const answers: Answers = ({ method, url }) => {
        if (url.endsWith("/owners/$ref")) {
            return refusal;
        }
        if (method === "PATCH") {
            return { status: 204 };
        }
        if (url.endsWith("/owners")) {
            return { body: { value: [{ id: oldOwner }] } };
        }
        return url.includes("/applications/a") ? { body: { id: "a", displayName: "EXO" } } : undefined;
    };
    const olds: PropertyMap = { ...inputs, appRoleIds: {}, oauth2PermissionScopeIds: {}, owners: [oldOwner] };
    const news: PropertyMap = { ...inputs, owners: [newOwner] };
    const text404 = "unexpected status 404 (404 Some Reason) with error: Request_ResourceNotFound: it does not exist";
    const summary = `Could not add owners to application with object ID: "a": ${text404}`;

    it("fails the update in the provider's words, and is in the state all the same", async () => {
        const client = await provider(answers);
        await client.call("Configure", { args: {} });
        const failed = await client.call("Update", { urn: application, id, olds, news });
        expect(failed.error?.[0]).toContain(`updating ${application}: 1 error occurred:\n\t* ${summary}\n`);
        expect(failed.kept).toMatchObject({ id, properties: { owners: [newOwner] } });
    });

    it("stays in the state when the update is repeated, which asks for no owner and succeeds", async () => {
        const client = await provider(answers);
        await client.call("Configure", { args: {} });
        const { response } = await client.call("Update", {
            urn: application,
            id,
            olds: { ...olds, owners: [newOwner] },
            news,
        });
        expect(response?.properties).toMatchObject({ owners: [newOwner] });
        expect(requests.filter(({ url }) => url.endsWith("/owners/$ref"))).toEqual([]);
        const again = await client.call("Diff", { urn: application, id, olds: { ...olds, owners: [newOwner] }, news });
        expect(again.response?.diffs).toBeUndefined();
    });

    it("is shown first as a line of its own, as the published provider's bridge does it", async () => {
        const lines: string[] = [];
        const engine = new Server();
        engine.addService(EngineService, {
            ...unimplemented(EngineService, "not asked for in this test"),
            log: unary((request: LogRequest) => {
                lines.push(`${request.getSeverity()} ${request.getUrn()}${request.getMessage()}`);
                return new Empty();
            }),
        });
        try {
            const client = await provider(answers);
            await client.call("Handshake", { engineAddress: `127.0.0.1:${await listen(engine)}` });
            await client.call("Configure", { args: {} });
            await client.call("Update", { urn: application, id, olds, news });
            const line = `sdk-v2/provider2.go:571: sdk.helper_schema: ${summary}: provider=azuread@6.9.1`;
            expect(lines).toEqual([`${LogSeverity.ERROR} ${application}  ${line}`]);
        } finally {
            engine.forceShutdown();
        }
    });
});

describe("look-ups", () => {
    const exchange = "00000002-0000-0ff1-ce00-000000000000";

    it("of several service principals may come to nothing, if that is asked for", async () => {
        const client = await provider(({ url }) =>
            url.includes("/servicePrincipals?") ? { body: { value: [] } } : undefined,
        );
        await client.call("Configure", { args: {} });
        const tok = "azuread:index/getServicePrincipals:getServicePrincipals";
        const none = await client.call("Invoke", { tok, args: { clientIds: [exchange], ignoreMissing: true } });
        expect(none.response?.return).toMatchObject({ clientIds: [], servicePrincipals: [], ignoreMissing: true });
        const error = await errorOf(client.call("Invoke", { tok, args: { clientIds: [exchange] } }));
        expect(error).toContain(exchange);
    });

    it("follow the pages of a list", async () => {
        const page = (id: string, next?: string): unknown => ({
            value: [{ id, appId: exchange }],
            ...(next === undefined ? {} : { "@odata.nextLink": next }),
        });
        const client = await provider(({ url }) => {
            if (url.includes("/beta/")) {
                return { body: {} };
            }
            if (url.includes("skiptoken")) {
                return { body: page("second") };
            }
            return url.includes("/servicePrincipals?")
                ? { body: page("first", "https://localhost:48443/v1.0/servicePrincipals?$skiptoken=2") }
                : undefined;
        });
        await client.call("Configure", { args: {} });
        const tok = "azuread:index/getServicePrincipals:getServicePrincipals";
        const { response } = await client.call("Invoke", { tok, args: { returnAll: true } });
        expect(response?.return).toMatchObject({ objectIds: ["first", "second"] });
    });
});
