import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command on our terminal and returns its exit status.
 *
 * Ctrl-C reaches the command by itself, since it belongs to the same foreground group; it is given time to end well.
 */
export async function runCommand(command: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    const [file, ...args] = command;
    if (file === undefined) {
        throw new Error("no command to run");
    }
    const child = spawn(file, args, { env, stdio: "inherit" });
    let patience: NodeJS.Timeout | undefined;
    const interrupted = (): void => {
        // Sent to this process alone, the signal has not reached the command: pass it on when nothing happens.
        patience ??= setTimeout(() => child.kill("SIGINT"), 5000);
    };
    const terminated = (): void => {
        child.kill("SIGINT");
    };
    process.on("SIGINT", interrupted).on("SIGTERM", terminated).on("SIGHUP", terminated);
    try {
        return await new Promise<number>((resolve, reject) => {
            child.on("error", (error: NodeJS.ErrnoException) => {
                reject(error.code === "ENOENT" ? new Error(`${file}: no such command`) : error);
            });
            child.on("close", (code, signal) => {
                resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
            });
        });
    } finally {
        clearTimeout(patience);
        process.off("SIGINT", interrupted).off("SIGTERM", terminated).off("SIGHUP", terminated);
    }
}

/** How a command ended, and what it printed on standard output. */
export interface CommandEnd {
    readonly status: number;
    readonly stdout: string;
}

/** Runs a command without standard input; with `show` its outputs also go to ours as they come. */
export async function runForOutput(
    [file = "", ...args]: readonly string[],
    { env, cwd, show }: { readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly show: boolean },
): Promise<CommandEnd> {
    const child = spawn(file, args, { env, cwd, stdio: ["ignore", "pipe", show ? "inherit" : "ignore"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        if (show) {
            process.stdout.write(text);
        }
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (status) => {
            resolve({ status: status ?? 1, stdout });
        });
    });
}
