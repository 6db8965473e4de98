import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { UserError } from "../errors/userError";
import type { Clock } from "../http/clock";
import { foreignText } from "../http/foreignText";
import { jsonProperties } from "../http/json";
import type { AccessToken } from "./accessToken";

const timeoutMs = 10_000;
const longestLifetimeSeconds = 24 * 3600;

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.coerce.number().positive().optional() });

/**
 * A token of this machine's managed identity, from the metadata service
 * (learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token). The request never goes
 * through a proxy: the service answers the machine itself only.
 * @param resource Microsoft Graph's address
 * @param clientId of a user-assigned identity; undefined for the machine's only one
 * @throws UserError when the machine has no managed identity; the signal's reason when it aborts
 */
export async function managedIdentityToken(
    endpoint: string,
    resource: string,
    clientId: string | undefined,
    signal: AbortSignal | undefined,
    clock: Pick<Clock, "now">,
): Promise<AccessToken> {
    const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
        throw new UserError("azuread:msiEndpoint (ARM_MSI_ENDPOINT) is not a URL", "Remove it, or correct it.");
    }
    url.searchParams.set("api-version", "2018-02-01");
    url.searchParams.set("resource", resource);
    if (clientId !== undefined) {
        url.searchParams.set("client_id", clientId);
    }
    const { status, body } = await get(url, signal);
    const token = tokenSchema.safeParse(jsonProperties(body));
    if (status !== 200 || !token.success) {
        const { error_description: said } = jsonProperties(body);
        throw new UserError(
            `${url.host} gives no token of a managed identity: HTTP ${status}${typeof said === "string" ? ` ${foreignText(said).slice(0, 500)}` : ""}`,
            "Assign a managed identity to this machine. Of several, name one by ARM_CLIENT_ID.",
        );
    }
    const seconds = Math.min(token.data.expires_in ?? 0, longestLifetimeSeconds);
    return { token: token.data.access_token, expiresAt: new Date(clock.now().getTime() + seconds * 1000) };
}

async function get(
    url: URL,
    signal: AbortSignal | undefined,
): Promise<{ readonly status: number; readonly body: string }> {
    const isHttps = url.protocol === "https:";
    const timeout = AbortSignal.timeout(timeoutMs);
    const options = {
        headers: { metadata: "true" },
        // An agent of its own: the global one may know a proxy.
        agent: isHttps ? new HttpsAgent() : new HttpAgent(),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    };
    try {
        const response = await new Promise<IncomingMessage>((resolve, reject) => {
            (isHttps ? httpsRequest : httpRequest)(url, options, resolve).on("error", reject).end();
        });
        return { status: response.statusCode ?? 0, body: await text(response) };
    } catch (error) {
        signal?.throwIfAborted();
        throw new UserError(
            `no managed identity answers at ${url.host} (${(error as NodeJS.ErrnoException).code?.toString() ?? "no answer"})`,
            "ARM_USE_MSI works on a machine in Azure that has a managed identity. Unset it elsewhere.",
        );
    }
}
