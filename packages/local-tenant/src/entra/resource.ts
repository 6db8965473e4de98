import type { Call } from "../http";
import type { ServicePrincipal, Tenant } from "../state";
import { SignInError } from "./errors";

/** The resource that the scope is for. */
export function audienceOf(scope: string): string {
    const [first = "", ...others] = scope.trim().split(/\s+/);
    if (others.length > 0) {
        throw SignInError.of("invalidScope", scope);
    }
    const audience = /^(.+)\/\.default$/.exec(first)?.[1];
    if (audience === undefined) {
        throw SignInError.of("scopeWithoutDefault", scope);
    }
    return audience;
}

/** The API of that name, which must be there and enabled. */
export function findResource(call: Call, tenant: Tenant, audience: string): ServicePrincipal {
    const withoutSlash = (name: string): string => name.replace(/\/$/, "");
    // The azuread provider asks for a token for the address at which it finds Graph.
    const name = call.origins.includes(withoutSlash(audience)) ? "https://graph.microsoft.com" : withoutSlash(audience);
    const resource = tenant.servicePrincipals.find(({ published }) =>
        published.servicePrincipalNames.map(withoutSlash).includes(name),
    );
    if (!resource) {
        throw SignInError.of("unknownResource", audience, tenant.displayName);
    }
    if (!resource.properties.accountEnabled) {
        throw SignInError.of("disabledResource", audience);
    }
    return resource;
}

/** "Assignment required" of an API goes for applications too: they need one of its permissions. */
export function checkAssignment(tenant: Tenant, client: ServicePrincipal, resource: ServicePrincipal): void {
    const isRequired = resource.properties.appRoleAssignmentRequired;
    if (isRequired && permissionsFor(tenant, client, resource).length === 0) {
        const named = ({ appId, published }: ServicePrincipal): [string, string] => [appId, published.displayName];
        throw SignInError.of("notAssigned", ...named(client), ...named(resource));
    }
}

/** The application permissions that the client has for the API: those consented to. */
export function permissionsFor(tenant: Tenant, client: ServicePrincipal, resource: ServicePrincipal): string[] {
    return tenant.appRoleAssignments
        .filter(({ principalId, resourceId }) => principalId === client.id && resourceId === resource.id)
        .map(({ appRoleId }) => resource.published.appRoles.find(({ id }) => id === appRoleId)?.value)
        .filter((value) => typeof value === "string");
}
