import type { Refusal } from "../../checks/check";
import { jsonProperties } from "../../http/json";
import { clockAheadMs } from "../../http/machineClock";
import { NetworkFailure } from "../../http/networkFailure";
import { isGuid } from "../../microsoft/guid";
import type { Caller } from "../attempt";
import { explainSignInAnswer } from "./signInAnswer";

/** What Microsoft Entra publishes about a domain, to anybody. */
export interface Discovery {
    /** Tenant that the domain belongs to: a GUID, or the reason why none is known. */
    readonly tenant: string | Refusal;
    /** How far this machine's clock is ahead of Microsoft Entra's, in milliseconds; undefined when the answer had no time. */
    readonly clockAheadMs: number | undefined;
    /** Where the keys are with which the tenant's tokens are signed, as the metadata says. */
    readonly keysUrl?: string | undefined;
}

/**
 * Asks for the OpenID Connect metadata of the tenant that a domain belongs to. It is public: no token is needed
 * (learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
 * @throws whatever `send` throws, except a NetworkFailure.
 */
export async function discoverTenant(
    domain: string,
    { endpoints, send, now }: Pick<Caller, "endpoints" | "send" | "now">,
): Promise<Discovery> {
    const url = `${endpoints.loginUrl}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`;
    const sent = now();
    try {
        const answer = await send({ url, method: "GET", headers: { Accept: "application/json" } });
        const received = now();
        const { issuer, jwks_uri: keysUrl } = jsonProperties(answer.body);
        // https://login.microsoftonline.com/<tenant id>/v2.0
        const tenantId = typeof issuer === "string" ? issuer.split("/").find(isGuid) : undefined;
        return {
            tenant: tenantId ?? explainSignInAnswer(new URL(url).host, answer, received),
            clockAheadMs: clockAheadMs(answer, sent, received),
            keysUrl: typeof keysUrl === "string" ? keysUrl : undefined,
        };
    } catch (error) {
        if (error instanceof NetworkFailure) {
            return { tenant: error, clockAheadMs: undefined };
        }
        throw error;
    }
}
