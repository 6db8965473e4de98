import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import type { LanguageHost } from "../language/host";
import { preloaded, type ProgramExit, type ProgramStart } from "../language/program";

/** The SDK's runner in processes that stay loaded when a program has ended. */
export class LoadedRunners {
    /**
     * Processes without a program to run, by what cannot be changed after their start. The programs' folders differ:
     * what they share is loaded once. The environment's certificates stay those of the first: programs of ours leave the
     * network to their plugins.
     */
    private readonly idle = new Map<string, ChildProcess[]>();

    /** @param print Takes what the program prints. */
    run(start: ProgramStart, host: LanguageHost, print: (text: Buffer) => void): Promise<ProgramExit> {
        const { folder, runner, nodeArguments, env } = start;
        const key = JSON.stringify([runner, nodeArguments, env.NODE_OPTIONS, env.PULUMI_NODEJS_TSCONFIG_PATH]);
        const idle = this.idle.get(key) ?? [];
        this.idle.set(key, idle);
        const child =
            idle.pop()?.removeAllListeners() ??
            fork(path.join(__dirname, "runner.js"), {
                cwd: folder,
                env,
                execArgv: [...nodeArguments, ...preloaded],
                stdio: ["ignore", "pipe", "pipe", "ipc"],
            });
        host.running.add(child);
        child.stdout?.on("data", print);
        child.stderr?.on("data", print);
        return new Promise((resolve, reject) => {
            const finish = (exit: ProgramExit): void => {
                child.removeAllListeners();
                child.stdout?.off("data", print);
                child.stderr?.off("data", print);
                host.running.delete(child);
                resolve(exit);
            };
            child.on("error", reject);
            child.on("close", (exitCode, signal) => {
                finish({ exitCode, signal });
            });
            child.on("message", (exitCode: number) => {
                finish({ exitCode, signal: null });
                idle.push(child);
                child.on("close", () => idle.splice(idle.indexOf(child), 1));
            });
            child.send(start);
        });
    }
}
