import { X509Certificate } from "node:crypto";
import type { Connection } from "../../src/connection/connection";
import { exchangeManageAsApp, type ApplicationPermission } from "../../src/microsoft/permissions";
import { leastPrivilegeSeed, type RunningTenant, startTenant, type TenantOptions } from "microsoft-local-tenant";
import { provideSigningKey } from "../../packages/local-tenant/tests/signingKey";
import { trust } from "../../packages/local-tenant/tests/trust";
import type { Credential } from "../../src/verification/credential";
import { connectionOf } from "./support";

/** Exchange Administrator. */
const directoryRole = "29232cdf-9323-42fd-ade2-1d097af3e4de";

interface Identified {
    readonly id: string;
}

/** Starts a local tenant in that folder, and trusts its certificate in this process. */
export async function startTrustedTenant(folder: string, options: Partial<TenantOptions> = {}): Promise<RunningTenant> {
    provideSigningKey(folder);
    const tenant = await startTenant({
        directory: folder,
        port: 0,
        administration: true,
        seed: leastPrivilegeSeed(),
        ...options,
    });
    trust(tenant.certificateFile);
    return tenant;
}

/** Orders something of the tenant's administration interface. */
export async function administer({ url }: RunningTenant, method: string, path: string, body?: object): Promise<void> {
    const response = await fetch(`${url}/-/admin/${path}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) {
        throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
}

/** An unattended login in the local tenant, made step by step through Graph as the seed's deployer. */
export class LocalLogin {
    private constructor(
        private readonly graph: Graph,
        /** What the stack would put out. */
        readonly connection: Connection,
    ) {}

    /**
     * Registers an application with a service principal, and with nothing that lets it in.
     * @param again called before a refused request is sent again; not given: nothing is sent again
     */
    static async register(tenant: RunningTenant, credential: Credential, again?: () => void): Promise<LocalLogin> {
        const home = tenant.tenants[0];
        if (home === undefined) {
            throw new Error("the seed has no tenant");
        }
        const graph = await Graph.signIn(tenant, again);
        const application = await graph.post<Identified & { appId: string }>("/applications", {
            displayName: "EXO PowerShell unattended",
            signInAudience: "AzureADMyOrg",
        });
        const servicePrincipal = await graph.post<Identified>("/servicePrincipals", { appId: application.appId });
        return new LocalLogin(
            graph,
            connectionOf(credential, {
                tenantId: home.tenantId,
                organization: home.organization,
                clientId: application.appId,
                applicationObjectId: application.id,
                servicePrincipalObjectId: servicePrincipal.id,
                roles: [directoryRole],
            }),
        );
    }

    /** Registers an application that has everything. */
    static async complete(tenant: RunningTenant, credential: Credential): Promise<LocalLogin> {
        const login = await LocalLogin.register(tenant, credential);
        await login.addCertificate(credential);
        await login.grantConsent();
        await login.assignRole();
        return login;
    }

    /** @param endDateTime when the credential ends; not given: with the certificate */
    async addCertificate(credential: Credential, endDateTime?: string): Promise<void> {
        await this.setCertificates([credential], endDateTime);
    }

    /** Replaces all certificates of the application. */
    async setCertificates(credentials: readonly Credential[], endDateTime?: string): Promise<void> {
        await this.graph.send("PATCH", `/applications/${this.connection.applicationObjectId}`, {
            keyCredentials: credentials.map(({ certificatePem }) => {
                const key = new X509Certificate(certificatePem).raw.toString("base64");
                return { type: "AsymmetricX509Cert", usage: "Verify", key, endDateTime };
            }),
        });
    }

    /** A new token of the deployer for Graph. */
    token(): Promise<string> {
        return this.graph.signInAgain();
    }

    async grantConsent({ apiClientId, appRoleId }: ApplicationPermission = exchangeManageAsApp): Promise<void> {
        const filter = encodeURIComponent(`appId eq '${apiClientId}'`);
        const { value } = await this.graph.send<{ value: Identified[] }>("GET", `/servicePrincipals?$filter=${filter}`);
        const resourceId = value[0]?.id ?? "";
        await this.graph.post(`/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
            appRoleId,
            principalId: this.connection.servicePrincipalObjectId,
            resourceId,
        });
    }

    async assignRole(roleDefinitionId = directoryRole): Promise<void> {
        await this.graph.post("/roleManagement/directory/roleAssignments", {
            directoryScopeId: "/",
            principalId: this.connection.servicePrincipalObjectId,
            roleDefinitionId,
        });
    }

    /** Switches the service principal off. */
    async disable(): Promise<void> {
        await this.graph.send("PATCH", `/servicePrincipals/${this.connection.servicePrincipalObjectId}`, {
            accountEnabled: false,
        });
    }
}

/** Microsoft Graph of the local tenant. */
class Graph {
    private token = "";

    private constructor(
        private readonly tenant: RunningTenant,
        private readonly again: (() => void) | undefined,
    ) {}

    static async signIn(tenant: RunningTenant, again?: () => void): Promise<Graph> {
        const graph = new Graph(tenant, again);
        await graph.signInAgain();
        return graph;
    }

    /** Gets a token, which the next requests are sent with. */
    async signInAgain(): Promise<string> {
        const home = this.tenant.tenants[0];
        const form = new URLSearchParams({
            grant_type: "client_credentials",
            client_id: home?.deployers[0]?.clientId ?? "",
            client_secret: home?.deployers[0]?.clientSecret ?? "",
            scope: `${this.tenant.url}/.default`,
        });
        const path = `/${home?.tenantId ?? ""}/oauth2/v2.0/token`;
        const { access_token: token } = await this.request<{ access_token: string }>("POST", path, form);
        this.token = token;
        return token;
    }

    post<T>(path: string, body: object): Promise<T> {
        return this.send("POST", path, body);
    }

    send<T>(method: string, path: string, body?: object): Promise<T> {
        return this.request(method, `/v1.0${path}`, body === undefined ? null : JSON.stringify(body));
    }

    private async request<T>(method: string, path: string, body: string | URLSearchParams | null): Promise<T> {
        for (let attempts = 1; ; attempts++) {
            const headers: Record<string, string> = this.token === "" ? {} : { Authorization: `Bearer ${this.token}` };
            if (typeof body === "string") {
                headers["Content-Type"] = "application/json";
            }
            try {
                const response = await fetch(`${this.tenant.url}${path}`, { method, headers, body });
                const text = await response.text();
                if (!response.ok) {
                    throw new Error(`${method} ${path}: ${response.status} ${text}`);
                }
                return (text === "" ? undefined : JSON.parse(text)) as T;
            } catch (error) {
                if (this.again === undefined || attempts === 50) {
                    throw error;
                }
                this.again();
            }
        }
    }
}

/** What lets our own command find the tenant. */
export function tenantEnvironment({ port, url, certificateFile }: RunningTenant): Readonly<Record<string, string>> {
    return {
        ARM_METADATA_HOSTNAME: `localhost:${port}`,
        EXO_UNATTENDED_EXCHANGE_URL: url,
        NODE_EXTRA_CA_CERTS: certificateFile,
    };
}
