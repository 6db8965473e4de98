import { execFile } from "node:child_process";
import { join } from "node:path";
import { cacheFolder } from "../../tools/engine/cache";

/** The built command; `pretest` builds it. */
export const main = join(__dirname, "../../dist/src/cli/main.js");

/** What a run of the command left. */
export interface Run {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** What `pulumi stack export` prints of a stack with these outputs. */
export function exportOf(outputs: object): string {
    const urn = "urn:pulumi:prod::exo-unattended::pulumi:pulumi:Stack::exo-unattended-prod";
    const manifest = { time: "2026-08-20T08:00:00.5Z", magic: "x", version: "3.259.0" };
    return JSON.stringify({
        version: 3,
        deployment: { manifest, resources: [{ urn, type: "pulumi:pulumi:Stack", outputs }] },
    });
}

/** A quarter of the time of a command is node compiling the same packages again. */
const compileCache = { NODE_COMPILE_CACHE: join(cacheFolder(), "node") };

/** Runs the command as a process of its own, with these variables only, and node's cache. */
export function exoUnattended(
    args: readonly string[],
    { input = "", env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
    return new Promise((resolve) => {
        const child = execFile(
            process.execPath,
            [main, ...args],
            { env: { ...compileCache, ...env } },
            (_, stdout, stderr) => {
                resolve({ status: child.exitCode ?? -1, stdout, stderr });
            },
        );
        // A command that refuses its arguments does not read.
        child.stdin?.on("error", () => undefined).end(input);
    });
}
