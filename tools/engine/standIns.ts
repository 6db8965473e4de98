import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { version as azureNativeVersion } from "@pulumi/azure-native/package.json";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";
import { launch, loadedVariable, parentVariable } from "provider-stand-ins";
import { quoted } from "../../src/shells/quoting";

/** The plugins that exist as stand-ins, by the names that Pulumi gives them. */
export type StandIn = "nodejs" | "tls" | "azuread" | "azure-native";

/** The compiled plugins. */
const compiledPlugins = path.join(path.dirname(require.resolve("provider-stand-ins/package.json")), "dist");

/** Where stand-ins go, and which. */
export interface InstallOptions {
    /** The PULUMI_HOME of the engine that is to find them. */
    readonly pulumiHome: string;
    /** Version of the `pulumi` CLI: the language host has the same. */
    readonly cliVersion: string;
    readonly only: readonly StandIn[];
}

/**
 * Puts start scripts for the stand-ins into a PULUMI_HOME, where the engine takes them for the published plugins.
 * A script that is there already is left untouched, so that a running engine is not disturbed.
 */
export function installStandIns({ pulumiHome, cliVersion, only }: InstallOptions): void {
    const plugins: Record<StandIn, { folder: string; executable: string; script: string }> = {
        nodejs: {
            folder: `language-nodejs-v${cliVersion}`,
            executable: "pulumi-language-nodejs",
            script: "languageNodejs.js",
        },
        tls: { folder: `resource-tls-v${tlsVersion}`, executable: "pulumi-resource-tls", script: "tls/main.js" },
        azuread: {
            folder: `resource-azuread-v${azureadVersion}`,
            executable: "pulumi-resource-azuread",
            script: "azuread/main.js",
        },
        "azure-native": {
            folder: `resource-azure-native-v${azureNativeVersion}`,
            executable: "pulumi-resource-azure-native",
            script: "azureNative/main.js",
        },
    };
    for (const name of only) {
        const { folder, executable, script } = plugins[name];
        const file = path.join(pulumiHome, "plugins", folder, executable);
        // Not "#!/usr/bin/env node": that may be another major version than the one that runs us.
        const command = `${quoted(process.execPath)} ${quoted(path.join(compiledPlugins, script))}`;
        const content = `#!/bin/sh
${parentVariable}=$PPID
export ${parentVariable}
[ -z "$${loadedVariable}" ] || exec bash -c ${quoted(launch)} ${name} "$@"
exec ${command} "$@"
`;
        if (contentOf(file) !== content) {
            mkdirSync(path.dirname(file), { recursive: true });
            // Left by an installation that broke off; the engine would ignore the folder.
            rmSync(`${path.dirname(file)}.partial`, { force: true });
            writeFileSync(file, content, { mode: 0o755 });
        }
    }
}

/** Whether a plugin's executable is one of our start scripts. */
export function isStandIn(file: string): boolean {
    if (!existsSync(file)) {
        return false;
    }
    const wanted = `#!/bin/sh\n${parentVariable}=`;
    const start = Buffer.alloc(wanted.length);
    const descriptor = openSync(file, "r");
    try {
        readSync(descriptor, start);
    } finally {
        closeSync(descriptor);
    }
    return start.toString() === wanted;
}

function contentOf(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
