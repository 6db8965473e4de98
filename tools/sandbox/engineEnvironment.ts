import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { quoted } from "../../src/shells/quoting";
import { DownloadSite } from "../engine/download";
import { preparePlugins } from "../engine/plugins";
import { withLoopbackPastProxy } from "../engine/proxy";
import { findPulumi } from "../engine/pulumi";
import { projectFolder } from "./projectFolder";

/** Public on purpose: it protects nothing but throwaway keys of the local tenant, and Pulumi.dev.yaml's salt fits it. */
const passphrase = "sandbox";

/** Engine and plugins, ready for commands. */
export interface PreparedEngine {
    /** Path of the pulumi command. */
    readonly pulumi: string;
    /** The environment in which a command finds it, and this checkout's own command. */
    readonly env: NodeJS.ProcessEnv;
}

/** Gets engine and plugins into the sandbox's folder. */
export async function prepareEngine(folder: string, tell: (line: string) => void): Promise<PreparedEngine> {
    const site = new DownloadSite();
    const pulumi = await findPulumi(tell, site);
    const pulumiHome = path.join(folder, "pulumi");
    tell(await preparePlugins(pulumi, pulumiHome, tell, site));
    const commands = [
        path.dirname(pulumi.file),
        writeCommands(folder),
        path.dirname(process.execPath),
        process.env.PATH,
    ];
    return {
        pulumi: pulumi.file,
        env: {
            ...withLoopbackPastProxy(usersEnvironment()),
            PATH: commands.join(path.delimiter),
            PULUMI_HOME: pulumiHome,
            PULUMI_CONFIG_PASSPHRASE: passphrase,
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
            // A fifth of the time of a preview is node compiling the same packages again.
            NODE_COMPILE_CACHE: path.join(folder, "node-cache"),
        },
    };
}

/** Sign-in data of the user's, for Azure or Pulumi, has no business in the sandbox. */
function usersEnvironment(): NodeJS.ProcessEnv {
    return Object.fromEntries(
        Object.entries(process.env).filter(([name]) => !/^(ARM|AZURE)_|^PULUMI_(?!DEBUG)/.test(name)),
    );
}

/** Puts this checkout's own command where PATH finds it. */
function writeCommands(folder: string): string {
    const bin = path.join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const main = path.join(projectFolder, "dist", "src", "cli", "main.js");
    const command = path.join(bin, "exo-unattended");
    writeFileSync(command, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(main)} "$@"\n`, { mode: 0o755 });
    return bin;
}
