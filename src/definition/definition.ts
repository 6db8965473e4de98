import { digestOf } from "./canonicalJson";

/**
 * What is promoted: everything that decides what a stack becomes, apart from what is declared to differ per tenant. Each
 * part is equal on every machine.
 */
export interface Definition {
    /** Digest of the program's files. */
    readonly program: string;
    /** Digest of the lock file; absent in a project without one. */
    readonly lockFile?: string | undefined;
    /** Version of each provider plugin, by name. */
    readonly plugins: Readonly<Record<string, string>>;
    /** Digest of the configuration that all stacks share. */
    readonly configuration: string;
}

/** The digest by which a definition is verified, promoted, rejected and restored: 64 hex digits. */
export function definitionDigest({ program, lockFile, plugins, configuration }: Definition): string {
    return digestOf({ program, lockFile: lockFile ?? null, plugins, configuration });
}

/** In which parts two definitions differ, in words for people; empty when they are equal. */
export function definitionDifferences(one: Definition, other: Definition): readonly string[] {
    return [
        ...(one.program === other.program ? [] : ["the program's files"]),
        ...(one.lockFile === other.lockFile ? [] : ["the lock file"]),
        ...(one.configuration === other.configuration ? [] : ["the shared configuration"]),
        ...pluginDifferences(one.plugins, other.plugins),
    ];
}

/** The plugins of which two definitions have other versions, with both versions. */
export function pluginDifferences(
    one: Definition["plugins"],
    other: Definition["plugins"],
    names: readonly string[] = [...new Set([...Object.keys(one), ...Object.keys(other)])],
): readonly string[] {
    return names
        .filter((name) => one[name] !== other[name])
        .map((name) => `the plugin ${name} (${one[name] ?? "none"}, ${other[name] ?? "none"})`);
}
