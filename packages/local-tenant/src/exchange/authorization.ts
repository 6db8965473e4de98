import { builtInRoles } from "../builtInRoles";
import type { AccessTokenClaims } from "../entra/accessTokens";
import type { Tenant } from "../state";
import { roleGroups } from "./roleGroups";

/**
 * The role group whose rights a directory role has in Exchange Online. Published for Exchange, Global and Helpdesk
 * Administrator and for the two security roles (see the role groups' source).
 * Assumed: the others, by their descriptions in Microsoft Entra's list of roles.
 */
const roleGroupOfDirectoryRole: Readonly<Record<string, string>> = {
    "Compliance Administrator": "Compliance Management",
    "Exchange Administrator": "Organization Management",
    "Exchange Recipient Administrator": "Recipient Management",
    "Global Administrator": "Organization Management",
    "Global Reader": "View-Only Organization Management",
    "Helpdesk Administrator": "View-Only Organization Management",
    "Security Administrator": "Security Administrator",
    "Security Reader": "Security Reader",
};

/**
 * What the caller may do: the management roles of its directory roles, which stand in the token, and those of the role
 * groups that Exchange Online itself has it in. The two add up. Undefined when it has neither a directory role that
 * Exchange Online supports nor a role group.
 */
export function managementRolesOf(
    tenant: Tenant,
    { wids, oid }: Pick<AccessTokenClaims, "wids" | "oid">,
): ReadonlySet<string> | undefined {
    const byDirectoryRole = builtInRoles
        .filter(({ templateId }) => wids.includes(templateId))
        .map(({ name }) => roleGroupOfDirectoryRole[name]);
    const byMembership = tenant.roleGroupMembers
        .filter(({ servicePrincipalObjectId }) => servicePrincipalObjectId === oid)
        .map(({ roleGroup }) => roleGroup);
    const groups = roleGroups.filter(({ name }) => byDirectoryRole.includes(name) || byMembership.includes(name));
    return groups.length === 0 ? undefined : new Set(groups.flatMap(({ roles }) => roles));
}
