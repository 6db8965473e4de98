import path from "node:path";
import type { LanguageHost } from "./host";

/** A run of a program, as the engine asked for it. */
export interface ProgramStart {
    /** Where Pulumi.yaml's program is. */
    readonly folder: string;
    /** The SDK's own runner, `cmd/run` of the program's @pulumi/pulumi. */
    readonly runner: string;
    readonly nodeArguments: readonly string[];
    /** Options of the runner, by their names without dashes. */
    readonly options: Readonly<Record<string, string>>;
    /** The entry point and the program's own arguments. */
    readonly program: readonly string[];
    readonly env: NodeJS.ProcessEnv;
}

/** How a program ended. */
export interface ProgramExit {
    readonly exitCode: number | null;
    readonly signal: NodeJS.Signals | null;
}

/** What Node loads before the runner. */
export const preloaded = ["--require", path.join(__dirname, "lateArborist.js")];

/** Runs a program in a process of its own, as the published host does. */
export function runInOwnProcess(start: ProgramStart, host: LanguageHost): Promise<ProgramExit> {
    const options = Object.entries(start.options).map(([name, value]) => `--${name}=${value}`);
    const args = [...start.nodeArguments, ...preloaded, start.runner, ...options, ...start.program];
    return new Promise((resolve, reject) => {
        const child = host.spawn(args, { cwd: start.folder, env: start.env }, ["ignore", "inherit", "inherit"]);
        child.on("error", reject);
        child.on("exit", (exitCode, signal) => {
            resolve({ exitCode, signal });
        });
    });
}
