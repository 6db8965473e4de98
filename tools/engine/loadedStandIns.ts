import { spawn } from "node:child_process";
import path from "node:path";
import { loadedVariable } from "provider-stand-ins";

const main = path.join(path.dirname(require.resolve("provider-stand-ins/package.json")), "dist", "loaded", "main.js");

/** Stand-ins that stay loaded from one engine run to the next. */
export interface LoadedStandIns {
    /** With this, the start scripts of stand-ins take their plugins from there. Published plugins do not know it. */
    readonly env: NodeJS.ProcessEnv;
    /** Ends them. They end with this process too, and do not keep it running. */
    readonly end: () => void;
}

/**
 * Loads the stand-ins for a story of many engine runs: each run then takes a third of the time. Those that the environment
 * names are there already, and stay.
 */
export async function loadStandIns(env: NodeJS.ProcessEnv): Promise<LoadedStandIns> {
    if (env[loadedVariable] !== undefined) {
        return { env: {}, end: () => undefined };
    }
    const child = spawn(process.execPath, [main], { env, stdio: ["pipe", "pipe", "inherit"] });
    const port = await new Promise<string>((resolve, reject) => {
        child.on("error", reject);
        child.stdout.once("data", (line: Buffer) => {
            resolve(line.toString().trim());
        });
    });
    for (const held of [child, child.stdin, child.stdout] as { unref?: () => void }[]) {
        held.unref?.();
    }
    return { env: { [loadedVariable]: port }, end: () => child.kill() };
}
