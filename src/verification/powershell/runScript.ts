import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { isObject } from "../../http/json";
import { answerMark } from "./scripts";

/** An answer of a script: its one object. */
export type ScriptAnswer = Readonly<Record<string, unknown>>;

/** A script that could not be run to its end. The message is the middle of a sentence. */
export class ScriptFailure extends Error {
    override readonly name = "ScriptFailure";
}

/** What a script is run with. */
export interface ScriptRun {
    /** `pwsh` or `powershell.exe`. */
    readonly program: string;
    /** Environment of the process. @default this process's. */
    readonly environment: NodeJS.ProcessEnv | undefined;
    readonly script: string;
    /** What it reads from standard input; may be secret. */
    readonly input?: string;
    /** It is killed after that many milliseconds. */
    readonly timeoutMs: number;
    /** Ends the process. */
    readonly signal: AbortSignal | undefined;
}

/**
 * Runs a script in a process of its own. The script is on the command line, where all users can read it.
 * @throws ScriptFailure when it gives no answer; the signal's reason when it aborts.
 */
export async function runScript({
    program,
    environment,
    script,
    input = "",
    timeoutMs,
    signal,
}: ScriptRun): Promise<ScriptAnswer> {
    const encoded = Buffer.from(script, "utf16le").toString("base64");
    const child = spawn(program, ["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded], {
        env: environment,
        stdio: ["pipe", "pipe", "ignore"],
        windowsHide: true,
    });
    const timeout = AbortSignal.timeout(timeoutMs);
    const end = (): void => {
        child.kill("SIGKILL");
    };
    const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    either.addEventListener("abort", end);
    try {
        const failed = new Promise<never>((_, reject) => {
            child.once("error", (error: NodeJS.ErrnoException) => {
                reject(error.code === "ENOENT" ? new ScriptFailure(`${program} is not on PATH`) : error);
            });
        });
        // One that ends early does not read.
        child.stdin.on("error", () => undefined).end(`${input}\n`);
        const output = await Promise.race([text(child.stdout), failed]);
        signal?.throwIfAborted();
        if (timeout.aborted) {
            throw new ScriptFailure(`${program} did not end within ${timeoutMs / 1_000} s`);
        }
        return answerIn(output) ?? noAnswer(program);
    } finally {
        either.removeEventListener("abort", end);
    }
}

function noAnswer(program: string): never {
    throw new ScriptFailure(`${program} ended without an answer`);
}

function answerIn(output: string): ScriptAnswer | undefined {
    const line = output.split(/\r?\n/).findLast((candidate) => candidate.startsWith(answerMark));
    try {
        const answer: unknown = JSON.parse(line?.slice(answerMark.length) ?? "");
        return isObject(answer) ? answer : undefined;
    } catch {
        return undefined;
    }
}
