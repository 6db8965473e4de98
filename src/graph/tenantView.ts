import type { Graph } from "./graph";
import { exists, loginOf, taggedLogins, type Login } from "./logins";

/** What the tenant has of a stack, and has not. */
export interface TenantView {
    /** By their tag this stack's, or named by an id of the state. */
    readonly logins: readonly Login[];
    /** Those of the state's ids that name nothing. */
    readonly gone: ReadonlySet<string>;
}

/**
 * Looks for what carries the stack's tag, and for what the state knows.
 * @param tagPrefix `exo-unattended/<project>/<stack>/`
 * @param ids of resources in the state, in the azuread provider's form
 * @throws UserError when the tenant cannot be asked
 */
export async function viewTenant(graph: Graph, tagPrefix: string, ids: readonly string[]): Promise<TenantView> {
    const tagged = await taggedLogins(graph, tagPrefix);
    const named = new Set(ids.flatMap((id) => applicationObjectId(id) ?? []));
    const others = [...named].filter((objectId) => !tagged.some(({ id }) => id === objectId));
    const untagged = await Promise.all(others.map((objectId) => loginOf(graph, objectId)));
    const logins = [...tagged, ...untagged.filter((login) => login !== undefined)];

    const seen = new Set(logins.flatMap(idsOf));
    const unseen = [...new Set(ids)].filter((id) => !seen.has(id));
    // Applications and credentials were asked for above.
    const isThere = async (id: string): Promise<boolean> =>
        applicationObjectId(id) === undefined && (await exists(graph, id));
    const there = await Promise.all(unseen.map(isThere));
    return { logins, gone: new Set(unseen.filter((_, index) => there[index] === false)) };
}

/** The object id of the application that an id names, or whose credential it names. */
export function applicationObjectId(id: string): string | undefined {
    return /^(?:\/applications\/([^/]+)|([^/]+)\/certificate\/[^/]+)$/.exec(id)?.slice(1).find(Boolean);
}

/** The ids of all that a login is made of, in the azuread provider's form. */
export function idsOf({ id, credentials, servicePrincipal }: Login): string[] {
    return [
        `/applications/${id}`,
        ...credentials.map(({ keyId }) => credentialId(id, keyId)),
        ...(servicePrincipal === undefined
            ? []
            : [
                  servicePrincipalId(servicePrincipal.id),
                  ...servicePrincipal.consents.map(consentId),
                  ...servicePrincipal.roles.map(roleId),
              ]),
    ];
}

/** Of a key credential. */
export function credentialId(applicationObjectId: string, keyId: string): string {
    return `${applicationObjectId}/certificate/${keyId}`;
}

/** Of a service principal. */
export function servicePrincipalId(objectId: string): string {
    return `/servicePrincipals/${objectId}`;
}

/** Of admin consent to an application permission. */
export function consentId({ id, resourceId }: { readonly id: string; readonly resourceId: string }): string {
    return `/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}`;
}

/** Of a role assignment. */
export function roleId({ id }: { readonly id: string }): string {
    return `/roleManagement/directory/roleAssignments/${id}`;
}
