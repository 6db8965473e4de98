import { clouds, type Cloud } from "../microsoft/clouds";
import { isObject, jsonProperties } from "./json";
import { NetworkFailure } from "./networkFailure";
import { Sender } from "./send";
import { UserError } from "../errors/userError";

/** The hosts that a verification calls. URLs have no trailing slash. */
export interface Endpoints {
    /** Microsoft Entra's sign-in host. */
    readonly loginUrl: string;
    /** Base of Exchange Online's REST calls. The scope and the audience of the token do not follow it. */
    readonly exchangeUrl: string;
}

/** Microsoft's own hosts of that cloud. */
export function cloudEndpoints(cloud: Cloud): Endpoints {
    const { loginUrl, exchangeUrl } = clouds[cloud];
    return { loginUrl, exchangeUrl };
}

/** Names the host of the endpoints' metadata; the azuread provider reads the same variable. */
const metadataVariable = "ARM_METADATA_HOSTNAME";
/** Names the base URL of Exchange Online, which the metadata does not have. */
const exchangeVariable = "EXO_UNATTENDED_EXCHANGE_URL";

/**
 * The endpoints of a tenant on this machine, when the environment names one. Both variables together and loopback
 * hosts only: a key's signature and a token must never follow an environment variable to another machine.
 * @throws UserError when the variables name something else, or nothing answers there.
 */
export async function localEndpoints(
    environment: Readonly<Record<string, string | undefined>>,
    signal?: AbortSignal,
): Promise<Endpoints | undefined> {
    const metadataHost = environment[metadataVariable];
    const exchangeUrl = environment[exchangeVariable];
    if (metadataHost === undefined && exchangeUrl === undefined) {
        return undefined;
    }
    if (metadataHost === undefined || exchangeUrl === undefined) {
        throw new UserError(
            `set both ${metadataVariable} and ${exchangeVariable} for a tenant on this machine, or neither`,
        );
    }
    const local = { exchangeUrl: loopbackUrl(exchangeVariable, exchangeUrl) };
    const { loginUrl } = await localCloud(metadataHost, signal);
    return { ...local, loginUrl };
}

/**
 * Where the services of a tenant on this machine are, from Azure's metadata document, version 2022-09-01, as the azuread
 * provider reads it.
 * @throws UserError when the host is another machine, or gives no such document.
 */
export async function localCloud(
    metadataHost: string,
    signal?: AbortSignal,
): Promise<{ readonly loginUrl: string; readonly graphUrl: string }> {
    const metadataUrl = loopbackUrl(metadataVariable, `https://${metadataHost}`);
    const { authentication, microsoftGraphResourceId } = await metadata(metadataUrl, signal);
    if (!isObject(authentication) || typeof authentication["loginEndpoint"] !== "string") {
        throw new UserError(`${metadataUrl} gives no metadata with a login endpoint`);
    }
    return {
        loginUrl: loopbackUrl(`the login endpoint of ${metadataUrl}`, authentication["loginEndpoint"]),
        graphUrl: loopbackUrl(`Microsoft Graph of ${metadataUrl}`, String(microsoftGraphResourceId)),
    };
}

function loopbackUrl(name: string, text: string): string {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== "https:" || !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)) {
        throw new UserError(
            `${name} may name this machine only (localhost, 127.0.0.1 or [::1], by https); for Microsoft's clouds leave it unset`,
        );
    }
    return url.href.replace(/\/+$/, "");
}

async function metadata(
    metadataUrl: string,
    signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
    const request = {
        url: `${metadataUrl}/metadata/endpoints?api-version=2022-09-01`,
        method: "GET",
        headers: {},
    } as const;
    const sender = new Sender(signal);
    const { body } = await sender
        .send(request)
        .catch((error: unknown) => {
            throw error instanceof NetworkFailure
                ? new UserError(
                      `${metadataVariable} names a tenant on this machine, but ${error.evidence}. ${error.remedy}`,
                  )
                : error;
        })
        .finally(() => {
            sender.close();
        });
    return jsonProperties(body);
}
