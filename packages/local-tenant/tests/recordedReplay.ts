import { recordedHost, type RecordedExchange } from "./recordings";
import { exchangeOnlineAppId, first, seedWith, TestTenant, type Answer, type Graph } from "./support";

/** What the recordings' tenant is called here, and what its deployer was allowed: its server checked no permissions. */
const recordedTenant = {
    organization: "contoso.onmicrosoft.com",
    deployer: {
        displayName: "deployer",
        permissions: [
            "AdministrativeUnit.ReadWrite.All",
            "Application.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "Directory.Read.All",
            "RoleManagement.ReadWrite.Directory",
        ],
    },
};

/** The tenant of an application that the recordings' deployer takes into its own tenant. */
const partner = {
    tenantId: "99999999-8888-7777-6666-555555555555",
    displayName: "Contoso partner",
    organization: "partner.onmicrosoft.com",
    hasExchangeOnline: false,
    people: [],
    deployers: [
        {
            displayName: "Contoso partner app",
            clientId: "ffffffff-0000-0000-0000-000000000001",
            clientSecret: "public-test-secret",
            permissions: ["Application.ReadWrite.All"],
        },
    ],
};

/** A local tenant that is sent recorded requests, under its own ids for the recordings' objects. */
export class RecordedReplay {
    /** Ids of the recording and what stands for them here. */
    readonly #ids = new Map<string, string>();

    private constructor(
        readonly tenant: TestTenant,
        readonly graph: Graph,
    ) {}

    static async start(): Promise<RecordedReplay> {
        const { deployer, organization } = recordedTenant;
        const seed = { tenants: [...seedWith(deployer, { organization }).tenants, partner] };
        const tenant = await TestTenant.start({ seed });
        const replay = new RecordedReplay(tenant, await tenant.graph());
        await replay.#prepare();
        return replay;
    }

    /** The objects that the recordings' tenant had from the start. */
    async #prepare(): Promise<void> {
        const deployer = await this.graph.servicePrincipalOf("aaaaaaaa-0000-0000-0000-000000000001");
        const exchangeOnline = await this.graph.servicePrincipalOf(exchangeOnlineAppId);
        await this.graph.do("PATCH", `/v1.0/servicePrincipals/${exchangeOnline}`, { notes: "managed by IT" });
        this.#ids.set("aaaaaaaa-0000-0000-0000-000000000002", deployer);
        this.#ids.set("eeeeeeee-0000-0000-0000-000000000001", exchangeOnline);
        this.#ids.set("bbbbbbbb-0000-0000-0000-000000000001", this.tenant.userId("Adele Vance"));

        const guest = await this.tenant.graph(0, 1);
        const { value } = await guest.do("GET", "/v1.0/applications?$filter=displayName+eq+'Contoso partner app'");
        const audience = { signInAudience: "AzureADMultipleOrgs" };
        await guest.do("PATCH", `/v1.0/applications/${first(value).id}`, audience);
    }

    /** From now on, that id of the recording means this object here. */
    learn(recorded: string, actual: string): void {
        this.#ids.set(recorded, actual);
    }

    async send({ method, url, request, response }: RecordedExchange): Promise<Answer> {
        const [path = "", query] = this.translate(url).split("?");
        const target = query === undefined ? path : `${path}?${encodeQuery(query)}`;
        const answer = await this.graph.send(
            method,
            target,
            request === undefined ? undefined : this.translate(request),
        );
        this.#learnIds(response, answer.body);
        return answer;
    }

    /** A recorded value with the ids and the host of this tenant. */
    translate<Value>(value: Value): Value {
        let text = JSON.stringify(value).replaceAll(`https://${recordedHost}`, this.tenant.url);
        for (const [recorded, actual] of this.#ids) {
            text = text.replaceAll(recorded, actual);
        }
        return JSON.parse(text) as Value;
    }

    #learnIds(recorded: unknown, actual: unknown): void {
        if (typeof recorded === "string" && typeof actual === "string") {
            if (/^([0-9a-f-]{36}|[\w-]{43}(-1)?)$/.test(recorded) && this.translate(recorded) !== actual) {
                this.learn(recorded, actual);
            }
        } else if (typeof recorded === "object" && recorded !== null && typeof actual === "object") {
            const other = new Map(Object.entries(actual ?? {}));
            for (const [name, value] of Object.entries(recorded)) {
                this.#learnIds(value, other.get(name));
            }
        }
    }
}

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
