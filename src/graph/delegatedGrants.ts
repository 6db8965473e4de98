import { z } from "zod";
import { UserError } from "../errors/userError";
import { foreignText } from "../http/foreignText";
import type { Graph } from "./graph";

/** Delegated permissions of an API that an application holds: it acts in the name of users with them. */
export interface DelegatedGrant {
    readonly id: string;
    /** Object id of the API's service principal. */
    readonly resourceId: string;
    /** The user in whose name; undefined for all users of the tenant. */
    readonly userObjectId: string | undefined;
    /** For example `User.Read`. */
    readonly scopes: readonly string[];
}

// learn.microsoft.com/graph/api/resources/oauth2permissiongrant
const grant = z.object({
    id: z.string(),
    resourceId: z.string(),
    principalId: z.string().nullish(),
    scope: z.string().nullish(),
});

/**
 * The delegated permissions that a service principal holds.
 * @returns undefined when the deployer may not read them: that needs Directory.Read.All
 *     (learn.microsoft.com/graph/api/serviceprincipal-list-oauth2permissiongrants)
 */
export async function delegatedGrantsOf(
    graph: Graph,
    servicePrincipalObjectId: string,
): Promise<readonly DelegatedGrant[] | undefined> {
    try {
        const found = await graph.list(`/servicePrincipals/${servicePrincipalObjectId}/oauth2PermissionGrants`, grant);
        return found.map(({ id, resourceId, principalId, scope }) => ({
            ...{ id, resourceId, userObjectId: principalId ?? undefined },
            scopes: foreignText(scope ?? "")
                .split(/\s+/)
                .filter(Boolean),
        }));
    } catch (error) {
        if (error instanceof UserError && error.httpStatus === 403) {
            return undefined;
        }
        throw error;
    }
}
