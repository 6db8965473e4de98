import type { Connection } from "../connection/connection";
import { clouds } from "../microsoft/clouds";
import { findDirectoryRole } from "../microsoft/directoryRoles";
import { exchangeManageAsApp } from "../microsoft/permissions";
import { passed, refused, skipped, type Check } from "./check";
import type { TokenClaims } from "./tokenClaims";

/** Is the token for us: this resource, tenant and application, by certificate, and still valid? */
export function checkToken(connection: Connection, claims: TokenClaims | undefined, now: Date): Check {
    if (claims === undefined) {
        return final(
            "it has none of the claims of a token for Exchange Online",
            "Look at what answers in place of Microsoft Entra, such as a proxy.",
        );
    }
    const audience = clouds[connection.cloud].exchangeUrl;
    if (![audience, `${audience}/`, exchangeManageAsApp.apiClientId].includes(claims.aud)) {
        return final(
            `it is for ${claims.aud}, not for ${audience}`,
            "Compare azuread:environment with the tenant's cloud.",
        );
    }
    if (!isSameId(claims.tid, connection.tenantId)) {
        return final(
            `it belongs to tenant ${claims.tid}, the connection to ${connection.tenantId}`,
            "Compare the tenant id of the stack with Microsoft Entra admin center > Overview.",
        );
    }
    if (!isSameId(claims.appid, connection.clientId)) {
        return final(
            `it belongs to application ${claims.appid}, the connection to ${connection.clientId}`,
            "Look at what answers in place of Microsoft Entra, such as a proxy.",
        );
    }
    if (claims.oid !== undefined && !isSameId(claims.oid, connection.servicePrincipalObjectId)) {
        return final(
            `it belongs to service principal ${claims.oid}, the connection to ${connection.servicePrincipalObjectId}`,
            "Somebody has made the service principal anew: run `pulumi refresh` and `pulumi up`.",
        );
    }
    if (claims.appidacr !== "2") {
        return final(
            `it was not issued for a certificate (appidacr is "${claims.appidacr}", not "2")`,
            "Look at what answers in place of Microsoft Entra, such as a proxy.",
        );
    }
    const minutesLeft = Math.floor((claims.exp * 1000 - now.getTime()) / 60_000);
    if (minutesLeft < 0) {
        return final(
            `it expired at ${new Date(claims.exp * 1000).toISOString()}; this machine's clock says ${now.toISOString()}`,
            "Set the clock of this machine, best by NTP.",
        );
    }
    return passed("token", `for this tenant and application, by certificate, valid for ${minutesLeft} minutes`);
}

/** Does the token show the application permission, that is, the admin consent? */
export function checkPermission({ roles }: TokenClaims): Check {
    const { value, apiName } = exchangeManageAsApp;
    if (roles.includes(value)) {
        return passed("permission", `the token holds ${value}`);
    }
    return refused("permission", {
        evidence: `the token does not hold ${value}; it holds ${list(roles, "no permission")}`,
        remedy: `Grant admin consent for ${value} of ${apiName}: run \`pulumi up\`, or Microsoft Entra admin center > App registrations > API permissions. A consent given minutes ago takes effect by itself.`,
        mayPassWithTime: true,
    });
}

/** Does the token show every directory role of the connection? */
export function checkDirectoryRoles(connection: Connection, { wids }: TokenClaims): Check {
    if (connection.roles.length === 0) {
        return skipped("directory-roles", "the connection has none; an Exchange role group gives the rights");
    }
    const missing = connection.roles.filter((role) => !wids.some((wid) => isSameId(wid, role)));
    if (missing.length === 0) {
        return passed("directory-roles", `the token holds ${connection.roles.map(roleName).join(", ")}`);
    }
    return refused("directory-roles", {
        evidence: `the token does not hold ${missing.map(roleName).join(", ")}; it holds ${list(wids.map(roleName), "no role")}`,
        remedy: "Assign the role to the service principal: run `pulumi up`, or Microsoft Entra admin center > Roles & admins. A role given minutes ago takes effect by itself.",
        mayPassWithTime: true,
    });
}

function final(seen: string, remedy: string): Check {
    return refused("token", { evidence, remedy, mayPassWithTime: false });
}

function isSameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

function roleName(templateId: string): string {
    return findDirectoryRole(templateId)?.name ?? templateId;
}

function list(items: readonly string[], none: string): string {
    return items.length === 0 ? none : items.join(", ");
}
