import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { noPulumi } from "./run";

/** How `pulumi up` ended. */
export interface UpdateEnd {
    /** pulumi's own exit status; of one that a signal has ended, 128 and the number of the signal. */
    readonly status: number;
    /** Whether Ctrl-C, or a request to terminate, came meanwhile. */
    readonly interrupted: boolean;
}

/** How to run an update. */
export interface UpdateOptions {
    /**
     * Where pulumi's output goes: `terminal` is this process's own, `standardError` when standard output is for something
     * else; a file descriptor, when several updates run at the same time. Never a pipe: without a reader, when this process
     * is killed, the next line would end pulumi half way.
     * @default "terminal"
     */
    readonly output?: "terminal" | "standardError" | number;
    /** Environment of the pulumi process. @default this process's */
    readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Runs `pulumi up` with these options, at this process's terminal.
 *
 * Ctrl-C reaches pulumi by itself, because it belongs to the terminal's same process group, and lets it end the update in
 * order; meanwhile this process goes on. It is not passed on: a second one makes pulumi drop everything. A request to
 * terminate goes to one process only, and is passed on.
 * @throws UserError when the Pulumi CLI is missing.
 */
export function update(
    options: readonly string[],
    { output = "terminal", environment = process.env }: UpdateOptions = {},
): Promise<UpdateEnd> {
    return new Promise((resolve, reject) => {
        // Before pulumi starts: Ctrl-C may come as soon as its first word is on the screen.
        const running: Running = { interrupted: false, child: undefined };
        watch(running);
        const child = spawn("pulumi", ["up", ...options], {
            env: environment,
            stdio:
                output === "terminal"
                    ? "inherit"
                    : output === "standardError"
                      ? ["inherit", 2, "inherit"]
                      : ["ignore", output, output],
        });
        running.child = child;
        child.once("error", (error: NodeJS.ErrnoException) => {
            release(running);
            reject(error.code === "ENOENT" ? noPulumi() : error);
        });
        child.once("close", (code, signal) => {
            const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
            setTimeout(() => {
                release(running);
                resolve({ status, interrupted: running.interrupted });
            }, signalDelay);
        });
    });
}

/** Milliseconds. Ctrl-C reaches both processes at once, but may be noticed here only after pulumi's end. */
const signalDelay = 50;

interface Running {
    interrupted: boolean;
    child: ChildProcess | undefined;
}

const all = new Set<Running>();

function interrupt(): void {
    for (const running of all) {
        running.interrupted = true;
    }
}

function terminate(): void {
    interrupt();
    for (const { child } of all) {
        child?.kill("SIGTERM");
    }
}

/** One listener for all updates: Node.js takes many for a leak. */
function watch(running: Running): void {
    if (all.size === 0) {
        process.on("SIGINT", interrupt).on("SIGTERM", terminate);
    }
    all.add(running);
}

function release(running: Running): void {
    all.delete(running);
    if (all.size === 0) {
        process.off("SIGINT", interrupt).off("SIGTERM", terminate);
    }
}
