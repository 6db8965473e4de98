/**
 * The path as the table of routes has it. Graph takes `/v1.0/myorganization/` for the caller's own tenant, an older form,
 * and `graph.` for `microsoft.graph.` in the names of types.
 */
export function canonicalPath(path: string): string {
    return /^\/(v1\.0|beta)\//.test(path)
        ? path.replace(/^(\/[^/]+)\/myorganization(?=\/)/i, "$1").replaceAll("/graph.", "/microsoft.graph.")
        : path;
}
