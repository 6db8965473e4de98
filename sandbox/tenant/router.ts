import type { Handler } from "./http";

/** One thing that the local tenant serves. */
export interface Route {
    /** Method and path as the table of routes has them. */
    readonly pattern: string;
    readonly method: string;
    /** The path's segments; those in braces match anything. */
    readonly segments: readonly string[];
    readonly handle: Handler;
}

export interface Match {
    readonly route: Route;
    /** What stood in place of the segments in braces. */
    readonly parameters: Readonly<Record<string, string>>;
}

/** @param pattern method and path, e.g. `GET /v1.0/applications/{applicationObjectId}` */
export function route(pattern: string, handle: Handler): Route {
    const [method = "", path = ""] = pattern.split(" ");
    return { pattern, method, segments: path.split("/"), handle };
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
        const name = /^\{(.+)\}$/.exec(expected[index] ?? "")?.[1];
        if (name === undefined ? segment !== expected[index] : segment === "") {
            return undefined;
        }
        if (name !== undefined) {
            parameters[name] = segment;
        }
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
