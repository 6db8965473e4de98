import { createHash, generateKeyPairSync, randomUUID, X509Certificate, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { Connection } from "../../src/connection/connection";
import { isObject, jsonProperties } from "../../src/http/json";

/** Where the tenant's services are. */
export interface Services {
    readonly loginUrl: string;
    readonly graphUrl: string;
    readonly exchangeUrl: string;
}

/** A login that the story made, with its key. */
export interface LabLogin {
    readonly connection: Connection;
    readonly certificatePem: string;
    readonly privateKey: KeyObject;
}

/** What an answer of any service says. */
export interface Said {
    readonly status: number;
    readonly text: string;
    readonly properties: Readonly<Record<string, unknown>>;
}

/** How a sign-in differs from the ordinary one. */
export interface SignInOptions {
    /** @default Exchange Online's */
    readonly scope?: string;
    readonly clientId?: string;
    /** How far the assertion's clock is ahead, in seconds. @default 0 */
    readonly clockAheadSeconds?: number;
    /** Signs with a key that nobody uploaded. */
    readonly withForeignKey?: boolean;
}

/**
 * A tenant to try things in, with the one login that the story made. It changes only what belongs to that login's
 * application: whatever else a check asks to change is refused here.
 */
export class Lab {
    constructor(
        readonly services: Services,
        readonly login: LabLogin,
        private readonly deployerToken: () => Promise<string>,
    ) {}

    /** Whether the tenant is one on this machine. */
    get isLocal(): boolean {
        return /^https:\/\/(localhost|127\.|\[::1\])/.test(this.services.loginUrl);
    }

    /** Reads Microsoft Graph with the deployer's credentials. */
    read(path: string): Promise<Said> {
        return this.graph("GET", path);
    }

    /** Changes the login's own application or service principal. */
    change(method: "PATCH" | "POST" | "DELETE", path: string, body?: object): Promise<Said> {
        const { applicationObjectId, servicePrincipalObjectId } = this.login.connection;
        const own = [`/applications/${applicationObjectId}`, `/servicePrincipals/${servicePrincipalObjectId}`];
        if (!own.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) {
            throw new Error(`${path} does not belong to the login of this run`);
        }
        return this.graph(method, path, body);
    }

    /** Deletes the login's application permanently, once it has been destroyed. */
    async purge(): Promise<void> {
        await this.graph("DELETE", `/directory/deletedItems/${this.login.connection.applicationObjectId}`);
    }

    /** Signs in with the login's certificate, or in a way that should be refused. */
    async signIn({
        scope = "https://outlook.office365.com/.default",
        clientId = this.login.connection.clientId,
        clockAheadSeconds = 0,
        withForeignKey = false,
    }: SignInOptions = {}): Promise<Said> {
        const { tenantId } = this.login.connection;
        const tokenUrl = `${this.services.loginUrl}/${tenantId}/oauth2/v2.0/token`;
        const { raw } = new X509Certificate(this.login.certificatePem);
        const key = withForeignKey
            ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
            : this.login.privateKey;
        const now = Math.floor(Date.now() / 1000) + clockAheadSeconds;
        const assertion = await new SignJWT()
            .setProtectedHeader({
                alg: "PS256",
                typ: "JWT",
                "x5t#S256": createHash("sha256").update(raw).digest("base64url"),
            })
            .setIssuer(clientId)
            .setSubject(clientId)
            .setAudience(tokenUrl)
            .setJti(randomUUID())
            .setNotBefore(now)
            .setExpirationTime(now + 600)
            .sign(key);
        const form = new URLSearchParams({
            client_id: clientId,
            scope,
            grant_type: "client_credentials",
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: assertion,
        });
        return this.ask(tokenUrl, { method: "POST", body: form });
    }

    /** Where the tenant's metadata says that its signing keys are, and where it was asked. */
    async signingKeys(): Promise<{ readonly origin: string; readonly keys: string }> {
        const { properties } = await this.ask(this.metadataUrl, {});
        return { origin: new URL(this.services.loginUrl).origin, keys: String(properties["jwks_uri"]) };
    }

    /** How far this machine's clock is ahead of the sign-in host's, in whole seconds. */
    async clockDifferenceSeconds(): Promise<number> {
        const response = await fetch(this.metadataUrl);
        return Math.round((Date.now() - Date.parse(response.headers.get("date") ?? "")) / 1000);
    }

    private get metadataUrl(): string {
        const { tenantId } = this.login.connection;
        return `${this.services.loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`;
    }

    /** Runs a cmdlet of Exchange Online with the login. */
    async exchange(cmdlet: string, parameters: object = {}, headers: Record<string, string> = {}): Promise<Said> {
        const { properties, text } = await this.signIn();
        const token = properties["access_token"];
        if (typeof token !== "string") {
            throw new Error(`the sign-in was refused: ${errorOf(text)}`);
        }
        const { tenantId } = this.login.connection;
        return this.ask(`${this.services.exchangeUrl}/adminapi/beta/${tenantId}/InvokeCommand`, {
            method: "POST",
            headers: {
                authorization: `Bearer ${token}`,
                "content-type": "application/json",
                "x-responseformat": "json",
                "x-anchormailbox": `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`,
                "x-cmdletname": cmdlet,
                ...headers,
            },
            body: JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } }),
        });
    }

    private async graph(method: string, path: string, body?: object): Promise<Said> {
        return this.ask(`${this.services.graphUrl}/v1.0${path}`, {
            method,
            headers: { authorization: `Bearer ${await this.deployerToken()}`, "content-type": "application/json" },
            body: body === undefined ? null : JSON.stringify(body),
        });
    }

    private async ask(url: string, request: RequestInit): Promise<Said> {
        const response = await fetch(url, { ...request, redirect: "manual", signal: AbortSignal.timeout(120_000) });
        const text = await response.text();
        if (notImplemented.test(text)) {
            throw new Error("the tenant on this machine does not implement it");
        }
        return { status: response.status, text, properties: jsonProperties(text) };
    }
}

/** What a tenant on this machine says instead of guessing. */
const notImplemented = /The local tenant does not implement/;

/**
 * The code of Microsoft's refusal and the start of its text, on one line. Reports are published: quoted names, ids and
 * domains are left out.
 */
export function errorOf(text: string): string {
    const { error, error_description: description } = jsonProperties(text);
    const code = isObject(error) ? error["code"] : error;
    const message = isObject(error) ? error["message"] : description;
    return [code, message]
        .filter((part) => typeof part === "string")
        .join(": ")
        .replace(/'[^']*'/g, "'…'")
        .replace(/in the (directory|tenant)( named)? [^.]*/g, "in the $1 …")
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "…")
        .replace(/[\w-]+(\.[\w-]+)*\.(onmicrosoft|partner|onmschina)\.\w+/gi, "…")
        .replace(/\s+/g, " ")
        .slice(0, 160);
}
