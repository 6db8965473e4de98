import type { Handler } from "./http";

/** What is said of a route in the documentation of the local tenant. */
export interface RouteDescription {
    /** What the route serves, in one line. */
    readonly serves?: string;
    /** Where its behaviour is taken from: Microsoft's published documentation, or recordings of the published plugins. */
    readonly basis?: "documentation" | "recordings";
    /** The pattern of the route that this one is another address of. */
    readonly aliasOf?: string;
}

/** One thing that the local tenant serves. */
export interface Route extends RouteDescription {
    /** Method and path as the table of routes has them. */
    readonly pattern: string;
    readonly method: string;
    /** The path's segments; a part in braces matches anything but a name of OData. */
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

/**
 * A segment of a route's path: fixed text in lower case, with a parameter somewhere in it perhaps. Microsoft's services do
 * not tell paths apart by case.
 */
interface Matcher {
    readonly before: string;
    readonly after: string;
    readonly name: string | undefined;
}

/** The routes, ready to be searched. The first that fits a request is the one. */
export class RouteTable {
    readonly #candidates = new Map<string, { readonly route: Route; readonly matchers: readonly Matcher[] }[]>();

    constructor(routes: readonly Route[]) {
        for (const each of routes) {
            const key = keyOf(each.method, each.segments);
            const others = this.#candidates.get(key) ?? [];
            this.#candidates.set(key, [...others, { route: each, matchers: each.segments.map(matcherOf) }]);
        }
    }

    /** The route that the request fits, or undefined when none does. */
    find(method: string, path: string): Match | undefined {
        const segments = decodedSegments(path);
        for (const { route: candidate, matchers } of this.#candidates.get(keyOf(method, segments)) ?? []) {
            const parameters = match(matchers, segments);
            if (parameters) {
                return { route: candidate, parameters };
            }
        }
        return undefined;
    }
}

function keyOf(method: string, segments: readonly string[]): string {
    return `${method} ${segments.length}`;
}

function matcherOf(segment: string): Matcher {
    const [, before = "", name, after = ""] = /^(.*)\{(.+)\}(.*)$/.exec(segment) ?? [];
    return name === undefined
        ? { before: segment.toLowerCase(), after: "", name }
        : { before: before.toLowerCase(), after: after.toLowerCase(), name };
}

function match(matchers: readonly Matcher[], segments: readonly string[]): Record<string, string> | undefined {
    const parameters: Record<string, string> = {};
    for (const [index, { before, after, name }] of matchers.entries()) {
        const segment = segments[index] ?? "";
        if (name === undefined) {
            if (segment.toLowerCase() !== before) {
                return undefined;
            }
            continue;
        }
        const value = segment.slice(before.length, segment.length - after.length);
        const isSame = segment.toLowerCase() === `${before}${value.toLowerCase()}${after}`;
        if (value === "" || !isSame || isNameOfOData(value)) {
            return undefined;
        }
        parameters[name] = value;
    }
    return parameters;
}

/** `$count`, `$ref` and types such as `microsoft.graph.user` are never the id of an object. */
function isNameOfOData(value: string): boolean {
    return value.startsWith("$") || /^microsoft\.graph\.\w+$/.test(value);
}

function decodedSegments(path: string): string[] {
    try {
        return path.split("/").map(decodeURIComponent);
    } catch {
        return []; // Not a well-formed path: it fits no route.
    }
}
