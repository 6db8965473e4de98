import type { Connection } from "../connection/connection";
import { isGuid } from "../microsoft/guid";
import type { Attempt } from "./attempt";
import type { Refusal } from "../checks/check";
import { passed, refused, skipped, type Check } from "./check";
import type { Endpoints } from "../http/endpoints";
import { jsonProperties } from "../http/json";
import { NetworkFailure } from "../http/networkFailure";
import { explainSignInAnswer } from "./signInAnswer";

/** What Microsoft Entra publishes about a domain, to anybody. */
export interface Discovery {
    /** Tenant that the domain belongs to: a GUID, or the reason why none is known. */
    readonly tenant: string | Refusal;
    /** How far this machine's clock is ahead of Microsoft Entra's, in milliseconds; undefined when the answer had no time. */
    readonly clockAheadMs: number | undefined;
}

/**
 * Asks for the OpenID Connect metadata of the tenant that a domain belongs to. It is public: no token is needed
 * (learn.microsoft.com/entra/identity-platform/v2-protocols-oidc).
 * @throws whatever `send` throws, except a NetworkFailure.
 */
export async function discoverTenant(
    domain: string,
    { endpoints, send, now }: Pick<Attempt, "endpoints" | "send" | "now">,
): Promise<Discovery> {
    const url = `${endpoints.loginUrl}/${encodeURIComponent(domain)}/v2.0/.well-known/openid-configuration`;
    const sent = now();
    try {
        const answer = await send({ url, method: "GET", headers: { Accept: "application/json" } });
        const received = now();
        const theirs = Date.parse(answer.headers["date"] ?? "");
        const clockAheadMs = (sent.getTime() + received.getTime()) / 2 - theirs;
        const { issuer } = jsonProperties(answer.body);
        // https://login.microsoftonline.com/<tenant id>/v2.0
        const tenantId = typeof issuer === "string" ? issuer.split("/").find(isGuid) : undefined;
        return {
            tenant: tenantId ?? explainSignInAnswer(new URL(url).host, answer, received),
            clockAheadMs: Number.isNaN(clockAheadMs) ? undefined : clockAheadMs,
        };
    } catch (error) {
        if (error instanceof NetworkFailure) {
            return { tenant: error, clockAheadMs: undefined };
        }
        throw error;
    }
}

/** How far a clock may be off, in milliseconds. Assumed: Microsoft's libraries allow five minutes for tokens. */
const toleranceMs = 5 * 60_000;

/** Is this machine's clock right? A signed assertion is valid for ten minutes of Microsoft Entra's time only. */
export function checkClock({ tenant, clockAheadMs }: Discovery, { loginUrl }: Endpoints): Check {
    const { host } = new URL(loginUrl);
    if (clockAheadMs === undefined) {
        return tenant instanceof NetworkFailure
            ? refused("clock", tenant)
            : skipped("clock", `the answer of ${host} has no time`);
    }
    const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
    const evidence =
        seconds < 2
            ? `this machine's clock agrees with ${host}`
            : `this machine's clock is ${seconds} s ${clockAheadMs > 0 ? "ahead of" : "behind"} ${host}`;
    return Math.abs(clockAheadMs) <= toleranceMs
        ? passed("clock", evidence)
        : refused("clock", {
              evidence,
              remedy: "Set the clock of this machine, best by NTP.",
              mayPassWithTime: false,
          });
}

/** Do organization and tenant id belong together? */
export function checkOrganization({ tenant }: Discovery, { organization, tenantId }: Connection): Check {
    if (typeof tenant !== "string") {
        return refused("organization", tenant);
    }
    return tenant.toLowerCase() === tenantId.toLowerCase()
        ? passed("organization", `${organization} belongs to the tenant`)
        : refused("organization", {
              evidence: `${organization} belongs to tenant ${tenant}, the connection to ${tenantId}`,
              remedy: "Set `organization` to the initial domain of the tenant in azuread:tenantId, and run `pulumi up`.",
              mayPassWithTime: false,
          });
}
