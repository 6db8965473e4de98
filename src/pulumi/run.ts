import { execFile } from "node:child_process";
import { UserError } from "../errors/userError";

/** Where and how to run `pulumi`. */
export interface ProjectOptions {
    /** Folder of the Pulumi project. @default the current folder. */
    readonly cwd?: string | undefined;
    /** Environment of the pulumi process, for example with PATH and PULUMI_CONFIG_PASSPHRASE. @default this process's. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Stops the pulumi process that was started. */
    readonly signal?: AbortSignal | undefined;
}

/** Which stack, and how to run `pulumi` for it. */
export interface StackOptions extends ProjectOptions {
    /** The stack's name, as `pulumi stack ls` shows it. */
    readonly stack: string;
}

/** What a `pulumi` command printed, and whether it succeeded. */
export interface PulumiRun {
    readonly succeeded: boolean;
    readonly stdout: string;
    readonly stderr: string;
}

/**
 * Runs a `pulumi` command for the stack, or for the project when none is given, and returns what it prints on standard output.
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function pulumi(args: readonly string[], options: ProjectOptions | StackOptions): Promise<string> {
    const { succeeded, stdout, stderr } = await tryPulumi(args, options);
    if (!succeeded) {
        throw new UserError(explain(stderr));
    }
    return stdout;
}

/**
 * The same for a command whose failure tells something.
 * @throws UserError when pulumi is missing; the signal's reason when it aborts.
 */
export function tryPulumi(
    args: readonly string[],
    { cwd, environment = process.env, signal, ...rest }: ProjectOptions | StackOptions,
): Promise<PulumiRun> {
    const complete = [
        ...args,
        ...("stack" in rest ? ["--stack", rest.stack] : []),
        // A question to nobody would hang a pipeline; colours would hide the text of an error.
        ...["--non-interactive", "--color", "never"],
        ...(cwd === undefined ? [] : ["--cwd", cwd]),
    ];
    const options = { env: environment, maxBuffer: maxOutputBytes };
    return new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
            reject(signal.reason as Error);
            return;
        }
        // Without a shell: a stack's name is handed on as it is.
        const child = execFile("pulumi", complete, options, (error, stdout, stderr) => {
            signal?.removeEventListener("abort", interrupt);
            if (signal?.aborted === true) {
                reject(signal.reason as Error);
            } else if (error?.code === "ENOENT") {
                reject(noPulumi());
            } else {
                // Never the error itself: Node's message repeats the command and what it printed.
                resolve({ succeeded: error === null, stdout, stderr });
            }
        });
        // Node's own option `signal` closes the pipes at once: an update dies of that half way, and leaves its lock. Interrupted,
        // it ends what it is doing, and releases the lock.
        const interrupt = (): void => void child.kill("SIGINT");
        signal?.addEventListener("abort", interrupt);
    });
}

/** The Pulumi CLI is missing. */
export function noPulumi(): UserError {
    return new UserError("pulumi is not on PATH; install the Pulumi CLI (https://www.pulumi.com/docs/install)");
}

/** A program may put out more than this project's own; Node's default of 1 MB would end pulumi half way. */
const maxOutputBytes = 64 * 1024 * 1024;

/**
 * Texts of pulumi's that do not say what helps, and what does; the one about a wrong passphrase does say. Its exit
 * statuses tell the same, but in new versions only.
 */
const knownFailures: readonly (readonly [text: RegExp, advice: string])[] = [
    [/no stack named/i, "see `pulumi stack ls` for the stacks that this login and folder know"],
    [/no Pulumi\.yaml|pass the fully qualified name/i, "name the folder of the project"],
    [/PULUMI_ACCESS_TOKEN must be set/i, "run `pulumi login`, or set PULUMI_BACKEND_URL"],
];

/** What pulumi said when it could not read a stack, and what helps. */
export function explain(stderr: string): string {
    const lines = stderr.trim().split("\n");
    const said = (lines.find((line) => line.startsWith("error: ")) ?? lines[0] ?? "")
        .replace(/^error: (could not deserialize deployment: )?/, "")
        .trim();
    const advice = knownFailures.find(([text]) => text.test(stderr))?.[1];
    return `pulumi cannot read the stack: ${said || "it failed with no error message"}${advice === undefined ? "" : `; ${advice}`}`;
}
