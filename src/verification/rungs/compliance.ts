import { passed, skipped } from "../../checks/check";
import { clouds } from "../../microsoft/clouds";
import { exchangeDirectoryRoles } from "../../microsoft/directoryRoles";
import { exchangeManageAsApp, permissionsOf } from "../../microsoft/permissions";
import { requestToken } from "../entra/requestToken";
import { checkAccessToken } from "../entra/checkAccessToken";
import { checkPermission, roleName } from "../entra/tokenChecks";
import { claimsOf } from "../entra/tokenClaims";
import { refused, refusedTo, type Rung } from "../rung";

const openingRoles = exchangeDirectoryRoles.filter(({ workloads }) => workloads.includes("Security & Compliance"));
const opens = (role: string): boolean => openingRoles.some(({ templateId }) => templateId === role.toLowerCase());

/** Its interface is not documented, so no command is run: token, permission and role are all that can be verified. */
export const compliance = {
    id: "compliance",
    title: "Security & Compliance",
    purpose:
        "a token for Security & Compliance PowerShell holds the permission and a role that opens it; no command runs",
    standsAlone: true,
    applies: ({ scope }) => scope.compliance === true,
    async check(attempt) {
        const { connection } = attempt;
        const { complianceUrl } = clouds[connection.cloud];
        const signIn = await requestToken(`${complianceUrl}/.default`, attempt);
        if ("refusal" in signIn) {
            return refusedTo(connection, signIn.refusal);
        }
        // Assumed (compliance-scope): the second API, where a cloud has it.
        const permission = permissionsOf(connection.cloud).at(-1) ?? exchangeManageAsApp;
        const { accessToken } = signIn;
        const token = await checkAccessToken(attempt, accessToken, [complianceUrl, permission.apiClientId]);
        if (token.result !== "passed" && token.result !== "warning") {
            return token;
        }
        const claims = claimsOf(accessToken);
        const granted = checkPermission(connection, permission, claims);
        if (granted.result !== "passed") {
            return granted;
        }
        const opening = claims.wids.filter(opens);
        if (opening.length > 0) {
            return passed(
                `a token for ${complianceUrl} holds ${permission.value} and ${opening.map(roleName).join(", ")}; no command was run, because its interface is not documented`,
            );
        }
        if (connection.roles.length === 0 || connection.exchangeRoleGroups.length > 0) {
            return skipped(
                `not verified: a token for ${complianceUrl} holds ${permission.value}, but role groups do not show in tokens`,
            );
        }
        return refused({
            evidence: `none of the roles in the token opens Security & Compliance PowerShell: ${claims.wids.map(roleName).join(", ") || "no role"}`,
            remedy: `Give the application one of the roles that do: ${openingRoles.map(({ name }) => name).join(", ")}.`,
            mayPassWithTime: connection.roles.some(opens),
        });
    },
} as const satisfies Rung;
