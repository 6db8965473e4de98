import { exchangeRoles } from "../builtInRoles";
import type { AccessTokenClaims } from "../entra/accessTokens";
import type { Tenant } from "../state";
import { roleGroups } from "./roleGroups";

/**
 * What the caller may do: the management roles of its directory roles, which stand in the token, and those of the role
 * groups that Exchange Online itself has it in. The two add up. Undefined when it has neither a directory role that
 * Exchange Online supports nor a role group.
 */
export function managementRolesOf(
    tenant: Tenant,
    { wids, oid }: Pick<AccessTokenClaims, "wids" | "oid">,
): ReadonlySet<string> | undefined {
    const byDirectoryRole = exchangeRoles
        .filter(({ templateId }) => wids.includes(templateId))
        .map(({ exchangeRoleGroup }) => exchangeRoleGroup);
    const byMembership = tenant.roleGroupMembers
        .filter(({ servicePrincipalObjectId }) => servicePrincipalObjectId === oid)
        .map(({ roleGroup }) => roleGroup);
    const groups = roleGroups.filter(
        ({ name }) => byDirectoryRole.some((group) => group === name) || byMembership.includes(name),
    );
    return groups.length === 0 ? undefined : new Set(groups.flatMap(({ roles }) => roles));
}
