import type { Handler } from "./http";

/** What is said of a route in the documentation of the local tenant. */
export interface RouteDescription {
    /** What the route serves, in one line. */
    readonly serves?: string;
    /** Where its behaviour is taken from: Microsoft's published documentation, or recordings of the published plugins. */
    readonly basis?: "documentation" | "recordings";
}

/** One thing that the local tenant serves. */
export interface Route extends RouteDescription {
    /** Method and path as the table of routes has them. */
    readonly pattern: string;
    readonly method: string;
    /** The path's segments; a part in braces matches anything. */
    readonly segments: readonly string[];
    readonly handle: Handler;
}

export interface Match {
    readonly route: Route;
    /** What stood in place of the parts in braces. */
    readonly parameters: Readonly<Record<string, string>>;
}

/** @param pattern method and path, e.g. `GET /v1.0/applications/{applicationObjectId}` */
export function route(pattern: string, handle: Handler, description: RouteDescription = {}): Route {
    const [method = "", path = ""] = pattern.split(" ");
    return { pattern, method, segments: path.split("/"), handle, ...description };
}

/** The route that the request fits, or undefined when none does. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
    const segments = decodedSegments(path);
    for (const candidate of routes) {
        const parameters = candidate.method === method ? match(candidate.segments, segments) : undefined;
        if (parameters) {
            return { route: candidate, parameters };
        }
    }
    return undefined;
}

function match(expected: readonly string[], actual: readonly string[]): Record<string, string> | undefined {
    if (expected.length !== actual.length) {
        return undefined;
    }
    const parameters: Record<string, string> = {};
    for (const [index, segment] of actual.entries()) {
        const [, before = "", name, after = ""] = /^(.*)\{(.+)\}(.*)$/.exec(expected[index] ?? "") ?? [];
        if (name === undefined) {
            if (segment !== expected[index]) {
                return undefined;
            }
            continue;
        }
        const value = segment.slice(before.length, segment.length - after.length);
        if (value === "" || segment !== `${before}${value}${after}`) {
            return undefined;
        }
        parameters[name] = value;
    }
    return parameters;
}

function decodedSegments(path: string): string[] {
    try {
        return path.split("/").map(decodeURIComponent);
    } catch {
        return []; // Not a well-formed path: it fits no route.
    }
}
