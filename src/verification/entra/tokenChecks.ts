import { failed, passed, skipped, type Outcome, type Refusal } from "../../checks/check";
import { isConsentPending, type Connection } from "../../connection/connection";
import { clouds } from "../../microsoft/clouds";
import { findDirectoryRole } from "../../microsoft/directoryRoles";
import { isSameGuid } from "../../microsoft/guid";
import type { ApplicationPermission } from "../../microsoft/permissions";
import { refused, refusedTo, type Finding } from "../rung";
import type { TokenClaims } from "./tokenClaims";

/**
 * Is the token for us: this resource, tenant and application, by certificate, and still valid?
 * @param audiences what the resource is called; the first is for people
 * @param now by Microsoft Entra's clock
 */
export function checkToken(
    connection: Connection,
    claims: TokenClaims | undefined,
    audiences: readonly string[],
    now: Date,
): Outcome {
    const problem = claims === undefined ? noClaims : tokenProblem(connection, claims, audiences, now);
    if (problem !== undefined) {
        return failed(problem.evidence, problem.remedy);
    }
    const minutesLeft = Math.floor(((claims?.exp ?? 0) * 1000 - now.getTime()) / 60_000);
    return passed(`for this tenant and application, by certificate, valid for ${minutesLeft} minutes`);
}

/** How far Microsoft Entra's servers may differ among themselves, in milliseconds: assumed (server-clock-spread). */
const skewMs = 60_000;

type Problem = Pick<Refusal, "evidence" | "remedy">;

const otherIssuer = "Check what answers in place of Microsoft Entra, such as a proxy.";
const noClaims: Problem = { evidence: "it does not have the claims of an access token", remedy: otherIssuer };

function tokenProblem(
    { cloud, tenantId, clientId, servicePrincipalObjectId }: Connection,
    { aud, iss, tid, appid, appidacr, oid, exp, nbf }: TokenClaims,
    audiences: readonly string[],
    now: Date,
): Problem | undefined {
    const issuer = `${clouds[cloud].tokenIssuerUrl}/${tenantId}/`;
    if (!audiences.includes(aud.replace(/\/$/, ""))) {
        return {
            evidence: `it is for ${aud}, not for ${audiences[0] ?? ""}`,
            remedy: "Compare azuread:environment with the tenant's cloud.",
        };
    }
    if (!isSameGuid(tid, tenantId)) {
        return {
            evidence: `it belongs to tenant ${tid}, the connection to ${tenantId}`,
            remedy: "Compare the tenant id of the stack with Microsoft Entra admin center > Overview.",
        };
    }
    if (!isSameGuid(iss, issuer)) {
        return {
            evidence: `${iss} issued it, not ${issuer}`,
            remedy: `Compare azuread:environment with the tenant's cloud. ${otherIssuer}`,
        };
    }
    if (!isSameGuid(appid, clientId)) {
        return { evidence: `it belongs to application ${appid}, the connection to ${clientId}`, remedy: otherIssuer };
    }
    if (oid !== undefined && servicePrincipalObjectId !== "" && !isSameGuid(oid, servicePrincipalObjectId)) {
        return {
            evidence: `it belongs to service principal ${oid}, the connection to ${servicePrincipalObjectId}`,
            remedy: "Somebody has replaced the service principal. Run `pulumi refresh` and `pulumi up`.",
        };
    }
    if (appidacr !== "2") {
        return {
            evidence: `it was not issued for a certificate (appidacr is "${appidacr}", not "2")`,
            remedy: otherIssuer,
        };
    }
    if (exp * 1000 < now.getTime()) {
        return { evidence: `it expired at ${timeOf(exp)}; it is now ${now.toISOString()}`, remedy: otherIssuer };
    }
    if (nbf !== undefined && nbf * 1000 > now.getTime() + skewMs) {
        return {
            evidence: `it is valid from ${timeOf(nbf)} only; it is now ${now.toISOString()}`,
            remedy: otherIssuer,
        };
    }
    return undefined;
}

/** RFC 7519 §4.1.4: seconds since 1970, a fraction allowed. */
function timeOf(seconds: number): string {
    const date = new Date(seconds * 1000);
    return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

/** Does the token show the application permission, that is, the admin consent? */
export function checkPermission(
    connection: Connection,
    { value, apiName }: ApplicationPermission,
    { roles }: TokenClaims,
): Finding {
    if (roles.includes(value)) {
        return passed(`the token holds ${value} of ${apiName}`);
    }
    return refusedTo(connection, {
        evidence: `the token does not hold ${value}; it holds ${list(roles, "no permission")}`,
        remedy: `Grant admin consent for ${value} of ${apiName}: run \`pulumi up\`, or Microsoft Entra admin center > App registrations > API permissions. Consent given minutes ago takes effect by itself; one that is in the stack but gone from the tenant comes back with \`exo-unattended repair\`.`,
        mayPassWithTime: true,
        lacksConsent: true,
    });
}

/** Does the token show every directory role of the connection? */
export function checkDirectoryRoles(connection: Connection, { wids }: TokenClaims): Finding {
    if (connection.roles.length === 0) {
        const groups = list(connection.exchangeRoleGroups, "an Exchange role group");
        return skipped(`the connection has none; the rights come from ${groups}`);
    }
    const missing = connection.roles.filter((role) => !wids.some((wid) => isSameGuid(wid, role)));
    if (missing.length === 0) {
        return passed(`the token holds ${connection.roles.map(roleName).join(", ")}`);
    }
    const evidence = `the token does not hold ${missing.map(roleName).join(", ")}; it holds ${list(wids.map(roleName), "no role")}`;
    if (isConsentPending(connection)) {
        return {
            result: "waiting",
            evidence: `an administrator has consented since the last update of the stack; ${evidence}`,
            remedy: "Run `pulumi up`, which assigns the directory roles.",
            isConsentPending: true,
        };
    }
    return refused({
        evidence,
        remedy: "Assign the role to the service principal: run `pulumi up`, or Microsoft Entra admin center > Roles & admins. A role assigned minutes ago takes effect by itself; one that is in the stack but gone from the tenant comes back with `exo-unattended repair`.",
        mayPassWithTime: true,
    });
}

/** Display name of a role, or its id when Exchange Online does not support it. */
export function roleName(templateId: string): string {
    return findDirectoryRole(templateId)?.name ?? templateId;
}

function list(items: readonly string[], none: string): string {
    return items.length === 0 ? none : items.join(", ");
}
