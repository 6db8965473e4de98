import { ProviderError } from "../protocol/provider";
import { milliseconds, type World } from "../world";
import { assertLoopback, type Configuration } from "./configuration";
import { Diagnostic, step } from "./diagnostics";
import type { Send } from "./http";
import { isTransient, repeated } from "./retries";

/** Where the tenant's services are, from its metadata document. No URL ends with a slash. */
export interface Endpoints {
    readonly loginUrl: string;
    readonly graphUrl: string;
}

/** An access token for Microsoft Graph. */
export interface Token {
    readonly value: string;
    /** The signed-in service principal's object id. */
    readonly objectId: string;
    /** Milliseconds since 1970. */
    readonly expires: number;
}

/** Reads the metadata document of the tenant's host. */
export function discoverEndpoints(host: string, send: Send, signal: AbortSignal): Promise<Endpoints> {
    return step(`retrieving metadata from endpoint "https://${host}": performing request`, async () => {
        const url = `https://${host}/metadata/endpoints?api-version=2022-09-01`;
        const answer = await send({ method: "GET", url, headers: { Accept: "application/json" } }, signal);
        if (answer.status !== 200) {
            throw new ProviderError(`expected 200 OK but got ${answer.status} ${answer.statusLine}`);
        }
        const document = parse(answer.body) as MetadataDocument;
        const endpoints = {
            loginUrl: document.authentication?.loginEndpoint ?? "",
            graphUrl: (document.microsoftGraphResourceId ?? "").replace(/\/$/, ""),
        };
        assertLoopback(endpoints.loginUrl);
        assertLoopback(endpoints.graphUrl);
        return endpoints;
    });
}

interface MetadataDocument {
    readonly microsoftGraphResourceId?: string;
    readonly authentication?: { readonly loginEndpoint?: string };
}

/** The token endpoint is asked five times at most. */
const attempts = 5;

/** Gets an access token. */
export async function requestToken(
    { tenantId, clientId, proof }: Configuration,
    { loginUrl, graphUrl }: Endpoints,
    send: Send,
    world: World,
    signal: AbortSignal,
): Promise<Token> {
    const url = `${loginUrl}/${tenantId}/oauth2/v2.0/token`;
    const form = new URLSearchParams({
        client_id: clientId,
        ...proof,
        grant_type: "client_credentials",
        scope: `${graphUrl}/.default`,
    });
    form.sort();
    const body = form.toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
    const problem = (text: string): Diagnostic =>
        new Diagnostic(`building client: unable to obtain access token: clientCredentialsToken: ${text}`);

    const answer = await repeated({ world, signal, retries: attempts - 1 }, () =>
        send({ method: "POST", url, headers, body }, signal),
    );
    if (isTransient(answer)) {
        throw problem(`cannot request token: Post "${url}": POST ${url} giving up after ${attempts} attempt(s)`);
    }
    if (answer.status !== 200) {
        throw problem(`received HTTP status ${answer.status} with response: ${answer.body}`);
    }
    const token = parse(answer.body) as { access_token?: string; expires_in?: number | string };
    const value = token.access_token ?? "";
    const claims = parse(Buffer.from(value.split(".")[1] ?? "", "base64url").toString()) as { oid?: string };
    const objectId = claims.oid;
    if (objectId === undefined) {
        throw problem("the access token does not say whose it is (no oid claim)");
    }
    return { value, objectId, expires: milliseconds(world) + Number(token.expires_in) * 1000 };
}

function parse(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch {
        throw new ProviderError("the server did not answer with JSON");
    }
}
