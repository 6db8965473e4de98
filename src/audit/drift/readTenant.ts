import { azuread } from "../../access/readableProperties";
import { delegatedGrantsOf, type DelegatedGrant } from "../../graph/delegatedGrants";
import type { Graph } from "../../graph/graph";
import { loginOf, servicePrincipalOf, taggedLogins, type Login, type LoginServicePrincipal } from "../../graph/logins";
import { tagPrefix } from "../../identities/names";
import { microsoftApi } from "../../microsoft/applicationPermissions";
import type { StackDocument } from "../../pulumi/documents/step";

/** What a tenant has of a stack. */
export interface TenantReading {
    readonly tenantId: string;
    /** Of the applications in the state, and of those with the stack's tag. */
    readonly logins: readonly Login[];
    /** By client id: those in the state, made or only read by it, whose application belongs to another tenant. */
    readonly guests: ReadonlyMap<string, LoginServicePrincipal>;
    /** By object id of the service principal; undefined when the deployer may not read them. */
    readonly delegatedGrants: ReadonlyMap<string, readonly DelegatedGrant[] | undefined>;
}

/**
 * Reads what the tenant has of a stack. Nothing is changed.
 * @param state what of the stack belongs to this tenant
 * @throws UserError when the tenant cannot be asked
 */
export async function readTenant(graph: Graph, tenantId: string, state: StackDocument): Promise<TenantReading> {
    const { project, stack } = state;
    const tagged =
        project === undefined || stack === undefined ? [] : await taggedLogins(graph, tagPrefix(project, stack));
    const named = texts(state, applicationTypes, "objectId").filter(
        (objectId) => !tagged.some(({ id }) => id === objectId),
    );
    const untagged = await Promise.all(named.map((objectId) => loginOf(graph, objectId)));
    const logins = [...tagged, ...untagged.filter((login) => login !== undefined)];

    const clientIds = [
        ...texts(state, [azuread("ServicePrincipal")], "clientId"),
        ...readServicePrincipals(state).map(({ clientId }) => clientId),
    ].filter(
        // Microsoft's own may be in the state, but are nobody's login.
        (clientId) => microsoftApi(clientId) === undefined && !logins.some((login) => login.clientId === clientId),
    );
    const guests = new Map<string, LoginServicePrincipal>();
    for (const clientId of clientIds) {
        const found = await servicePrincipalOf(graph, clientId);
        if (found !== undefined) {
            guests.set(clientId, found);
        }
    }
    const ids = [...logins.map(({ servicePrincipal }) => servicePrincipal), ...guests.values()].flatMap(
        (one) => one?.id ?? [],
    );
    const grants = await Promise.all(ids.map(async (id) => [id, await delegatedGrantsOf(graph, id)] as const));
    return { tenantId, logins, guests, delegatedGrants: new Map(grants) };
}

/** The service principals that the program reads and does not make, such as those that an administrator's consent made. */
export function readServicePrincipals({ steps }: StackDocument): { readonly clientId: string; readonly urn: string }[] {
    return steps.flatMap(({ after }) => {
        const clientId = after?.isExternal === true && after.outputs["clientId"];
        return after?.type === azuread("ServicePrincipal") && typeof clientId === "string"
            ? [{ clientId, urn: after.urn }]
            : [];
    });
}

const applicationTypes = ["Application", "ApplicationRegistration"].map(azuread);

/** A property of the resources of these types that the stack manages; those that are known. */
function texts({ steps }: StackDocument, types: readonly string[], property: string): string[] {
    const found = steps.flatMap(({ after }) => {
        const value = after !== undefined && !after.isExternal && types.includes(after.type) && after.outputs[property];
        return typeof value === "string" ? [value] : [];
    });
    return [...new Set(found)];
}
