import type { Reply } from "../../http";
import { route, type Route, type RouteDescription } from "../../router";
import { graph, type GraphCall } from "../graphCall";
import type { Requirement } from "../permissions";

/** Method and path below the host, who may call it, what answers, what that is, and where it is taken from. */
export type GraphRoute = readonly [
    pattern: string,
    requirement: Requirement,
    handle: (call: GraphCall) => Reply,
    serves: string,
    basis?: RouteDescription["basis"],
];

/** Graph addresses some objects by another key too: `applications(appId='…')` for `applications/…`. */
const alternateKeys: readonly (readonly [byId: string, byKey: string])[] = [
    ["/applications/{applicationObjectId}", "/applications(appId='{applicationClientId}')"],
    ["/servicePrincipals/{servicePrincipalObjectId}", "/servicePrincipals(appId='{servicePrincipalClientId}')"],
    ["/directoryRoles/{directoryRoleId}", "/directoryRoles(roleTemplateId='{directoryRoleTemplateId}')"],
];

/**
 * The routes of a table with their other addresses: by another key, in beta, which answers as v1.0 does but for a few
 * properties more, and with `/$count` after a collection.
 */
export function graphRoutes(table: readonly GraphRoute[]): Route[] {
    return table.flatMap(([pattern, requirement, handle, serves, basis = "documentation"]) => {
        const byKey = alternateKeys
            .map(([byId, other]) => pattern.replace(byId, other))
            .filter((other) => other !== pattern);
        const stable = [pattern, ...byKey];
        const addresses = [...stable, ...stable.map((other) => other.replace(" /v1.0/", " /beta/"))];
        const counts = addresses.filter(isCollection).map((other) => `${other}/$count`);
        return [...new Set([...addresses, ...counts])].map((address) =>
            route(address, graph(requirement, handle), {
                serves,
                basis,
                ...(address === pattern ? {} : { aliasOf: pattern }),
            }),
        );
    });
}

function isCollection(pattern: string): boolean {
    return pattern.startsWith("GET ") && !/\}[^/]*$/.test(pattern);
}
