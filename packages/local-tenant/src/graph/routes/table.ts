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
];

/** The routes of a table, those by another key included. */
export function graphRoutes(table: readonly GraphRoute[]): Route[] {
    return table.flatMap(([pattern, requirement, handle, serves, basis = "documentation"]) => {
        const others = alternateKeys.map(([byId, byKey]) => pattern.replace(byId, byKey));
        return [...new Set([pattern, ...others])].map((each) =>
            route(each, graph(requirement, handle), { serves, basis }),
        );
    });
}
