/**
 * How a report calls files: by the end of their paths that tells them apart, with `/` between folders, so that reports of two
 * machines are equal.
 */
export function sourceNames(paths: readonly string[]): (path: string) => string {
    const parts = new Map(
        [...new Set(paths)].map((path) => [path, path.split(/[\\/]+/).filter((part) => part !== "")]),
    );
    const names = new Map(
        [...parts].map(([path, own]) => {
            const others = [...parts].filter(([other]) => other !== path).map(([, other]) => other);
            const length = own.findIndex((_, index) => {
                const end = own.slice(own.length - 1 - index).join("/");
                return others.every((other) => other.slice(-1 - index).join("/") !== end);
            });
            return [path, length === -1 ? path : own.slice(-1 - length).join("/")];
        }),
    );
    return (path) => names.get(path) ?? path;
}
