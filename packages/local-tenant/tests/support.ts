import { createPrivateKey, randomBytes, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
    leastPrivilegeSeed,
    startTenant,
    type DeployerSeed,
    type RunningTenant,
    type Seed,
    type TenantOptions,
    type TenantSeed,
} from "../src";
import { selfSigned, toPem } from "../src/x509/selfSigned";
import { provideSigningKey } from "./signingKey";
import { trust } from "./trust";

export const day = 86_400_000;
export const exchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
export const userAdministrator = "fe930be7-5e62-47db-91af-98c3a49a38b1";
export const exchangeOnlineAppId = "00000002-0000-0ff1-ce00-000000000000";
export const manageAsApp = "dc50a0fb-09a3-484d-be87-e023b12c6440";
export const exchangeScope = "https://outlook.office365.com/.default";

/** The parts of bodies that tests look into; which of them an answer has, depends on the request. */
export interface Json {
    readonly id: string;
    readonly appId: string;
    readonly displayName: string;
    readonly value: Json[];
    readonly "@odata.nextLink"?: string;
    readonly keyCredentials: Json[];
    readonly passwordCredentials: Json[];
    readonly keyId: string;
    readonly hint: string;
    readonly secretText: string;
    readonly error: { readonly message: string; readonly innerError: object };
    readonly error_codes: number[];
    readonly error_description: string;
    readonly access_token: string;
    readonly iat: number;
    readonly exp: number;
    readonly aud: string;
    readonly jwks_uri: string;
    readonly DisplayName: string;
}

export interface Answer {
    readonly status: number;
    readonly headers: Headers;
    readonly body: Json;
}

/** A local tenant in a folder of its own, trusted by this process, for one file of tests. */
export class TestTenant {
    private constructor(
        readonly directory: string,
        readonly running: RunningTenant,
        readonly logged: string[],
    ) {}

    static async start(options: Partial<TenantOptions> = {}): Promise<TestTenant> {
        const directory = options.directory ?? mkdtempSync(path.join(tmpdir(), "local-tenant-"));
        const logged: string[] = [];
        provideSigningKey(directory);
        const running = await startTenant({
            port: 0,
            log: (line) => logged.push(line),
            seed: leastPrivilegeSeed(),
            ...options,
            directory,
        });
        trust(running.certificateFile);
        return new TestTenant(directory, running, logged);
    }

    async stop(): Promise<void> {
        await this.running.close();
        rmSync(this.directory, { recursive: true, force: true });
    }

    get url(): string {
        return this.running.url;
    }

    get tenantId(): string {
        return this.running.tenants[0]?.tenantId ?? "";
    }

    /** Object id of a person of the seed. */
    userId(displayName: string): string {
        const text = readFileSync(path.join(this.directory, "tenant.json"), "utf8");
        const { tenants } = JSON.parse(text) as { tenants: Record<string, { users: Json[] }> };
        const users = tenants[this.tenantId]?.users ?? [];
        return first(users.filter((user) => user.displayName === displayName)).id;
    }

    async send(method: string, target: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
        const response = await fetch(new URL(target, this.url), {
            method,
            headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
            ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        });
        const text = await response.text();
        return {
            status: response.status,
            headers: response.headers,
            body: (text === "" ? undefined : JSON.parse(text)) as Json,
        };
    }

    /** The token endpoint's answer to that form. */
    token(form: Record<string, string>, tenant = this.tenantId): Promise<Answer> {
        return this.send("POST", `/${tenant}/oauth2/v2.0/token`, new URLSearchParams(form).toString(), {
            "content-type": "application/x-www-form-urlencoded",
        });
    }

    /** Microsoft Graph as a deployer of the seed. */
    async graph(deployer = 0, tenant = 0): Promise<Graph> {
        const home = this.running.tenants[tenant];
        const { clientId = "", clientSecret = "" } = home?.deployers[deployer] ?? {};
        const { body } = await this.token(
            {
                grant_type: "client_credentials",
                client_id: clientId,
                client_secret: clientSecret,
                scope: `${this.url}/.default`,
            },
            home?.tenantId,
        );
        return new Graph(this, body.access_token);
    }
}

export class Graph {
    constructor(
        private readonly tenant: TestTenant,
        readonly token: string,
    ) {}

    /** @param target path below the host, with its version */
    send(method: string, target: string, body?: unknown): Promise<Answer> {
        return this.tenant.send(method, target, body, { authorization: `Bearer ${this.token}` });
    }

    /** Sends a request that must succeed, and returns the body. */
    async do(method: string, target: string, body?: unknown): Promise<Json> {
        const answer = await this.send(method, target, body);
        if (answer.status >= 300) {
            throw new Error(`${method} ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
        }
        return answer.body;
    }

    /** Object id of the service principal of that application. */
    async servicePrincipalOf(appId: string): Promise<string> {
        const { value } = await this.do("GET", `/v1.0/servicePrincipals?$filter=appId+eq+'${appId}'`);
        return first(value).id;
    }

    /** An application that signs in with that certificate, step by step as the program makes it. */
    async login(certificate: TestCertificate, displayName = "EXO PowerShell unattended"): Promise<Login> {
        const application = await this.do("POST", "/v1.0/applications", {
            displayName,
            keyCredentials: [certificate.keyCredential()],
        });
        const servicePrincipal = await this.do("POST", "/v1.0/servicePrincipals", { appId: application.appId });
        return {
            applicationObjectId: application.id,
            clientId: application.appId,
            servicePrincipalObjectId: servicePrincipal.id,
        };
    }

    async consent({ servicePrincipalObjectId }: Login, appRoleId = manageAsApp): Promise<Json> {
        const resourceId = await this.servicePrincipalOf(exchangeOnlineAppId);
        return this.do("POST", `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
            appRoleId,
            principalId: servicePrincipalObjectId,
            resourceId,
        });
    }

    assignRole({ servicePrincipalObjectId }: Login, roleDefinitionId = exchangeAdministrator): Promise<Json> {
        return this.do("POST", "/v1.0/roleManagement/directory/roleAssignments", {
            principalId: servicePrincipalObjectId,
            roleDefinitionId,
            directoryScopeId: "/",
        });
    }
}

export interface Login {
    readonly applicationObjectId: string;
    readonly clientId: string;
    readonly servicePrincipalObjectId: string;
}

/** Making an RSA key takes a while, and all that a test wants is one. */
const sharedKey = createPrivateKey(process.env.TEST_RSA_KEY ?? "");

/** A self-signed certificate and its key. */
export class TestCertificate {
    readonly der: Buffer;
    readonly notBefore: Date;
    readonly notAfter: Date;

    constructor(
        days: { readonly from?: number; readonly until?: number } = {},
        readonly key: KeyObject = sharedKey,
    ) {
        this.notBefore = wholeSeconds(Date.now() + (days.from ?? -1) * day);
        this.notAfter = wholeSeconds(Date.now() + (days.until ?? 365) * day);
        this.der = selfSigned({
            key,
            serialNumber: randomBytes(16),
            subject: [["2.5.4.3", "exoip.com"]],
            notBefore: this.notBefore,
            notAfter: this.notAfter,
        });
    }

    get pem(): string {
        return toPem(this.der);
    }

    get privateKeyPem(): string {
        return this.key.export({ type: "pkcs8", format: "pem" }).toString();
    }

    /** An entry as the azuread provider sends it. */
    keyCredential(changes: Record<string, unknown> = {}): Record<string, unknown> {
        const key = Buffer.from(this.pem).toString("base64");
        return { type: "AsymmetricX509Cert", usage: "Verify", key, ...changes };
    }
}

function wholeSeconds(time: number): Date {
    return new Date(Math.floor(time / 1000) * 1000);
}

/** The seed of least privileges with another first deployer, and perhaps another tenant around it. */
export function seedWith(deployer: Partial<DeployerSeed>, tenant: Partial<TenantSeed> = {}): Seed {
    const [home] = leastPrivilegeSeed().tenants;
    const [first, ...others] = home?.deployers ?? [];
    if (!home || !first) {
        throw new Error("the default seed has no deployer");
    }
    return { tenants: [{ ...home, ...tenant, deployers: [{ ...first, ...deployer }, ...others] }] };
}

/** The first of a list that must not be empty. */
export function first<Item>(items: readonly Item[]): Item {
    const [item] = items;
    if (item === undefined) {
        throw new Error("the list is empty");
    }
    return item;
}
