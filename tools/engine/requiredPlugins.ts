import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

/** A plugin that Pulumi installs before it runs the program. */
export interface RequiredPlugin {
    readonly name: string;
    /** Such as `v6.9.1`. */
    readonly version: string;
    /** The package.json that asks for it. */
    readonly file: string;
}

/**
 * The plugins that `pulumi install`, `preview` and `up` get, collected as the published language host 3.259.0 does it
 * (getPackagesFromDir in github.com/pulumi/pulumi, sdk/nodejs/cmd/pulumi-language-nodejs/main.go): those of all packages
 * below any node_modules of the program's folder, whether the program loads them or not. Folders of policy packs are left
 * out, and each folder is visited once, also by way of links.
 */
export function requiredPlugins(programFolder: string): readonly RequiredPlugin[] {
    return below(path.resolve(programFolder), false, new Set());
}

function below(folder: string, isInNodeModules: boolean, visited: Set<string>): readonly RequiredPlugin[] {
    if (visited.has(folder)) {
        return [];
    }
    visited.add(folder);
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const given = path.join(folder, entry.name);
        if (entry.isSymbolicLink() && !existsSync(given)) {
            return [];
        }
        const file = entry.isSymbolicLink() ? realpathSync(given) : given;
        if (entry.isDirectory() || (entry.isSymbolicLink() && statSync(file).isDirectory())) {
            const isOfPackage = isInNodeModules || path.basename(folder) === "node_modules";
            return isPolicyPack(file) ? [] : below(file, isOfPackage, visited);
        }
        return isInNodeModules && entry.name === "package.json" ? pluginOf(file) : [];
    });
}

const isPolicyPack = (folder: string): boolean =>
    [".json", ".yaml", ".yml"].some((ending) =>
        statSync(path.join(folder, `PulumiPolicy${ending}`), { throwIfNoEntry: false })?.isFile(),
    );

interface PackageFile {
    readonly name?: string;
    readonly version?: string;
    readonly pulumi?: { readonly resource?: boolean; readonly name?: string; readonly version?: string };
}

function pluginOf(file: string): readonly RequiredPlugin[] {
    let content: PackageFile;
    try {
        content = JSON.parse(readFileSync(file, "utf8")) as PackageFile;
    } catch {
        return [];
    }
    const name = content.pulumi?.name ?? /^@pulumi\/(.+)$/.exec(content.name ?? "")?.[1];
    const version = content.pulumi?.version ?? content.version;
    if (content.pulumi?.resource !== true || name === undefined || version === undefined) {
        return [];
    }
    return [{ name, version: version.startsWith("v") ? version : `v${version}`, file }];
}
