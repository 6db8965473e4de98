import { exchangeScope, TestCertificate, type Answer, type Graph, type Login, type TestTenant } from "./support";

/** An application that calls Exchange's admin API, each time with a new token. */
export class ExchangeApplication {
    private constructor(
        private readonly tenant: TestTenant,
        readonly login: Login,
        private readonly secret: string,
    ) {}

    /** Has consent, and the directory role if one is given. */
    static async register(
        tenant: TestTenant,
        graph: Graph,
        directoryRole?: string,
        displayName?: string,
    ): Promise<ExchangeApplication> {
        const login = await graph.login(new TestCertificate(), displayName);
        await graph.consent(login);
        if (directoryRole !== undefined) {
            await graph.assignRole(login, directoryRole);
        }
        const password = await graph.do("POST", `/v1.0/applications/${login.applicationObjectId}/addPassword`, {});
        return new ExchangeApplication(tenant, login, password.secretText);
    }

    async token(scope = exchangeScope): Promise<string> {
        const { body } = await this.tenant.token({
            grant_type: "client_credentials",
            client_id: this.login.clientId,
            client_secret: this.secret,
            scope,
        });
        return body.access_token;
    }

    /** @param target path below the tenant, or a whole link that the tenant gave */
    async send(method: string, target: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
        const path = target.startsWith("https:") ? target : `/adminapi/beta/${this.tenant.tenantId}/${target}`;
        return this.tenant.send(method, path, body, { authorization: `Bearer ${await this.token()}`, ...headers });
    }

    invoke(CmdletName: string, Parameters: object = {}): Promise<Answer> {
        return this.send("POST", "InvokeCommand", { CmdletInput: { CmdletName, Parameters } });
    }

    /** Runs a cmdlet that must succeed. */
    async run(cmdlet: string, parameters: object = {}): Promise<Answer["body"]["value"]> {
        const { status, body } = await this.invoke(cmdlet, parameters);
        if (status !== 200) {
            throw new Error(`${cmdlet}: ${status} ${JSON.stringify(body)}`);
        }
        return body.value;
    }
}
