import { clouds } from "../microsoft/clouds";
import { exchangeDirectoryRoles } from "../microsoft/directoryRoles";
import { exchangeManageAsApp, permissionsOf } from "../microsoft/permissions";
import type { Attempt } from "./attempt";
import { passed, refused, skipped, type Check } from "./check";
import { requestToken } from "./signIn";
import { checkPermission, checkToken, roleName } from "./tokenChecks";
import { readTokenClaims } from "./tokenClaims";

const openingRoles = exchangeDirectoryRoles.filter(({ workloads }) => workloads.includes("Security & Compliance"));

/**
 * Would Security & Compliance PowerShell let the application in? Its interface is not documented, so no command is run:
 * a token for it, the permission and a directory role that opens it are all that is proved.
 */
export async function checkCompliance(attempt: Attempt): Promise<Check> {
    const id = "compliance";
    const { connection, now } = attempt;
    const { complianceUrl } = clouds[connection.cloud];
    const signIn = await requestToken(`${complianceUrl}/.default`, attempt);
    if ("refusal" in signIn) {
        return refused(id, signIn.refusal);
    }
    // Assumed: the second API, where a cloud has it.
    const permission = permissionsOf(connection.cloud).at(-1) ?? exchangeManageAsApp;
    const claims = readTokenClaims(signIn.accessToken);
    const token = checkToken(id, connection, claims, [complianceUrl, permission.apiClientId], now());
    if (claims === undefined || token.result !== "passed") {
        return token;
    }
    const granted = checkPermission(id, permission, claims);
    if (granted.result !== "passed") {
        return granted;
    }
    const opens = (role: string): boolean => openingRoles.some(({ templateId }) => templateId === role.toLowerCase());
    const opening = claims.wids.filter(opens);
    if (opening.length > 0) {
        return passed(
            id,
            `a token for ${complianceUrl} holds ${permission.value} and ${opening.map(roleName).join(", ")}; no command was run, because its interface is not documented`,
        );
    }
    if (connection.roles.length === 0 || connection.exchangeRoleGroups.length > 0) {
        return skipped(
            id,
            `not proved: a token for ${complianceUrl} holds ${permission.value}, but role groups do not show in tokens`,
        );
    }
    return refused(id, {
        evidence: `none of the roles in the token opens Security & Compliance PowerShell: ${claims.wids.map(roleName).join(", ") || "no role"}`,
        remedy: `Give the application one of the roles that do: ${openingRoles.map(({ name }) => name).join(", ")}.`,
        mayPassWithTime: connection.roles.some(opens),
    });
}
