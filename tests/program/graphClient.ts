import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { RunningTenant } from "microsoft-local-tenant";

/** Microsoft Graph of the local tenant, as one of the deployers of one of its tenants. */
export class GraphClient {
    constructor(
        private readonly tenant: RunningTenant,
        private readonly home = 0,
        private readonly identity = 0,
    ) {
        setDefaultCACertificates([...getCACertificates("default"), readFileSync(tenant.certificateFile, "utf8")]);
    }

    /** The sign-in of a deployer, as the azuread provider takes it from the environment. */
    deployer(
        tenant: number,
        deployer: number,
    ): Record<"ARM_TENANT_ID" | "ARM_CLIENT_ID" | "ARM_CLIENT_SECRET", string> {
        const home = this.tenant.tenants[tenant];
        const identity = home?.deployers[deployer];
        if (home === undefined || identity === undefined) {
            throw new Error(`the seed has no deployer ${deployer} in tenant ${tenant}`);
        }
        return {
            ARM_TENANT_ID: home.tenantId,
            ARM_CLIENT_ID: identity.clientId,
            ARM_CLIENT_SECRET: identity.clientSecret,
        };
    }

    /** What lets pulumi and our own command find the tenant, as that deployer. */
    environment(): Readonly<Record<string, string>> {
        return {
            ARM_METADATA_HOSTNAME: `localhost:${this.tenant.port}`,
            EXO_UNATTENDED_EXCHANGE_URL: this.tenant.url,
            SSL_CERT_FILE: this.tenant.certificateFile,
            NODE_EXTRA_CA_CERTS: this.tenant.certificateFile,
            ...this.deployer(this.home, this.identity),
        };
    }

    async get<T>(path: string): Promise<T> {
        return (await (await this.send("GET", path)).json()) as T;
    }

    async delete(path: string): Promise<void> {
        await this.send("DELETE", path);
    }

    async patch(path: string, body: object): Promise<void> {
        await this.send("PATCH", path, JSON.stringify(body));
    }

    async post<T>(path: string, body: object): Promise<T> {
        const answer = await (await this.send("POST", path, JSON.stringify(body))).text();
        // 204 has no content.
        return (answer === "" ? undefined : JSON.parse(answer)) as T;
    }

    private async send(method: string, path: string, body?: string): Promise<Response> {
        const headers = { authorization: `Bearer ${await this.token()}`, "content-type": "application/json" };
        const response = await fetch(`${this.tenant.url}${path}`, { method, headers, ...(body && { body }) });
        if (!response.ok) {
            throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
        }
        return response;
    }

    private async token(): Promise<string> {
        const { ARM_TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET } = this.deployer(this.home, this.identity);
        const response = await fetch(`${this.tenant.url}/${ARM_TENANT_ID}/oauth2/v2.0/token`, {
            method: "POST",
            body: new URLSearchParams({
                grant_type: "client_credentials",
                client_id: ARM_CLIENT_ID,
                client_secret: ARM_CLIENT_SECRET,
                scope: `${this.tenant.url}/.default`,
            }),
        });
        return ((await response.json()) as { access_token: string }).access_token;
    }
}
