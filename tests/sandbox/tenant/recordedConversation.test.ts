import { recordedHost, scenario, trimmed, type RecordedExchange } from "../plugins/recordings";
import { exchangeOnlineAppId, seedWith, TestTenant, type Graph } from "./support";

/** The tenant of the recordings, as far as their answers show it. */
const recordedSeed = seedWith(
    {
        displayName: "deployer",
        permissions: [
            "Application.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "RoleManagement.ReadWrite.Directory",
        ],
    },
    { organization: "contoso.onmicrosoft.com" },
);

/** The azuread provider's own requests, recorded, sent to the local tenant: it must answer in the same form. */
describe("the recorded conversation of the azuread provider", () => {
    let tenant: TestTenant;
    let graph: Graph;
    /** Ids of the recording and what stands for them here. */
    let ids: Map<string, string>;

    beforeEach(async () => {
        tenant = await TestTenant.start({ seed: recordedSeed });
        graph = await tenant.graph();
        const deployer = await graph.servicePrincipalOf("aaaaaaaa-0000-0000-0000-000000000001");
        ids = new Map([["aaaaaaaa-0000-0000-0000-000000000002", deployer]]);
        const exchangeOnline = await graph.servicePrincipalOf(exchangeOnlineAppId);
        await graph.do("PATCH", `/v1.0/servicePrincipals/${exchangeOnline}`, { notes: "managed by IT" });
    });
    afterEach(() => tenant.stop());

    test.each([
        ["creates, updates and destroys a stack, rotating certificates", ["01", "04", "05", "06", "07", "14"]],
        ["takes values out of a stack", ["19"]],
    ])("%s", async (_, numbers) => {
        const exchanges = numbers.flatMap((number) => scenario(number).exchanges);
        for (const exchange of exchanges.filter(({ url }) => /^\/(v1\.0|beta)\//.test(url))) {
            await replay(exchange);
        }
        expect(tenant.logged).toEqual([]);
    });

    async function replay({ method, url, request, status, response }: RecordedExchange): Promise<void> {
        const [path = "", query] = translate(url).split("?");
        const target = query === undefined ? path : `${path}?${encodeQuery(query)}`;
        const answer = await graph.send(method, target, request === undefined ? undefined : translate(request));
        const context = `${method} ${url}`;
        expect([context, answer.status]).toEqual([context, status]);
        learnIds(response, answer.body);
        if (response !== undefined && !JSON.stringify(response).includes(trimmed)) {
            expect([context, comparable(answer.body)]).toEqual([context, comparable(translate(response))]);
        }
    }

    /** Remembers what the tenant called the objects that the recording calls otherwise. */
    function learnIds(recorded: unknown, actual: unknown): void {
        if (typeof recorded === "string" && typeof actual === "string") {
            if (recorded !== actual && /^([0-9a-f-]{36}|[\w-]{43}(-1)?)$/.test(recorded) && !ids.has(recorded)) {
                ids.set(recorded, actual);
            }
        } else if (typeof recorded === "object" && recorded !== null && typeof actual === "object") {
            const other = new Map(Object.entries(actual ?? {}));
            for (const [name, value] of Object.entries(recorded)) {
                learnIds(value, other.get(name));
            }
        }
    }

    function translate<Value>(value: Value): Value {
        let text = JSON.stringify(value).replaceAll(`https://${recordedHost}`, tenant.url);
        for (const [recorded, actual] of ids) {
            text = text.replaceAll(recorded, actual);
        }
        return JSON.parse(text) as Value;
    }
});

/** As Go's url.Values encodes it. */
function encodeQuery(query: string): string {
    return query
        .split("&")
        .map((pair) =>
            pair
                .split(/=(.*)/, 2)
                .map((part) => encodeURIComponent(part).replaceAll("%20", "+"))
                .join("="),
        )
        .join("&");
}

/**
 * Leaves out what differs each time, and of service principals what follows the application: the recordings' server was
 * a scripted one that let it be.
 */
function comparable(body: unknown): unknown {
    const always = ["createdDateTime", "innerError"];
    const following = ["displayName", "appDisplayName", "homepage", "servicePrincipalNames", "signInAudience"];
    return JSON.parse(JSON.stringify(body), function (this: object, key, value: unknown) {
        const isLeftOut = always.includes(key) || ("appDisplayName" in this && following.includes(key));
        return isLeftOut ? "(left out)" : value;
    }) as unknown;
}
