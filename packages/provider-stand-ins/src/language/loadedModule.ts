/** Lets Node.js take a file for loaded already, with these exports. */
export function setLoaded(file: string, exports: object): void {
    require.cache[file] = Object.assign(Object.create(module) as NodeJS.Module, {
        ...{ id: file, filename: file, exports, loaded: true, children: [] },
    });
}
