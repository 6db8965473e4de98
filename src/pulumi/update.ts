import { spawn } from "node:child_process";
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
    /** What pulumi prints goes to standard error, because standard output is for something else. @default false */
    readonly toStandardError?: boolean;
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
    { toStandardError = false }: UpdateOptions = {},
): Promise<UpdateEnd> {
    return new Promise((resolve, reject) => {
        let interrupted = false;
        const interrupt = (): void => {
            interrupted = true;
        };
        // Before pulumi starts: Ctrl-C may come as soon as its first word is on the screen.
        process.on("SIGINT", interrupt);
        const child = spawn("pulumi", ["up", ...options], {
            stdio: ["inherit", toStandardError ? 2 : "inherit", "inherit"],
        });
        const terminate = (): void => {
            interrupted = true;
            child.kill("SIGTERM");
        };
        process.on("SIGTERM", terminate);
        const release = (): void => {
            process.off("SIGINT", interrupt).off("SIGTERM", terminate);
        };
        child.once("error", (error: NodeJS.ErrnoException) => {
            release();
            reject(error.code === "ENOENT" ? noPulumi() : error);
        });
        child.once("close", (code, signal) => {
            release();
            resolve({ status: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), interrupted });
        });
    });
}
