import type { Call } from "../http";
import type { RoleAssignment, State } from "../state";

/** Access tokens as Exchange Online takes them: for it, a role that it has not heard of yet is not in the token. */
export function tokensForExchange(
    accessTokens: Call["accessTokens"],
    latest: State,
    known: State,
): Call["accessTokens"] {
    const assignments = (state: State, tenantId: string): readonly RoleAssignment[] =>
        state.tenants[tenantId]?.roleAssignments ?? [];
    return {
        publishedKeys: () => accessTokens.publishedKeys(),
        issue: (content) => accessTokens.issue(content),
        verify: async (token) => {
            const claims = await accessTokens.verify(token);
            const holds = (state: State, role: string): boolean =>
                assignments(state, claims.tid).some(
                    ({ principalId, roleDefinitionId }) => principalId === claims.oid && roleDefinitionId === role,
                );
            return { ...claims, wids: claims.wids.filter((role) => holds(known, role) || !holds(latest, role)) };
        },
    };
}
