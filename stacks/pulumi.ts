import { execFile } from "node:child_process";
import { StackError } from "./stackError";
import { parseStackOutputs, type StackOutputs } from "./stackOutputs";
import { parseStackNames, parseStackState, type StackState } from "./stackState";

/** Where and how to run pulumi. */
export interface PulumiOptions {
    /** Folder of the Pulumi project. @default the current folder. */
    readonly cwd?: string | undefined;
    /** Environment of the pulumi process, for example with PATH and PULUMI_CONFIG_PASSPHRASE. @default this process's. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Stops the pulumi process that was started. */
    readonly signal?: AbortSignal | undefined;
}

/** Which stack to read, and how. */
export interface ReadStackOptions extends PulumiOptions {
    /** The stack's name, as `pulumi stack ls` shows it. */
    readonly stack: string;
    /** Decrypt secret outputs, which takes the stack's passphrase or key service. @default false, they are left out. */
    readonly showSecrets?: boolean;
}

/**
 * Reads a stack's outputs with the `pulumi` CLI on PATH. Secrets stay in memory.
 * @throws StackError when pulumi is missing or fails, or the stack has no outputs; the signal's reason when it aborts.
 */
export async function readStack({ stack, showSecrets, ...options }: ReadStackOptions): Promise<StackOutputs> {
    const secrets = showSecrets === true ? ["--show-secrets"] : [];
    return parseStackOutputs(await pulumi(["stack", "output", "--json", ...secrets, "--stack", stack], options));
}

/**
 * The names of the project's stacks, sorted.
 * @throws StackError when pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function listStacks(options: PulumiOptions): Promise<readonly string[]> {
    return parseStackNames(await pulumi(["stack", "ls", "--json"], options)).toSorted();
}

/**
 * The name of the stack that is selected in the project's folder.
 * @throws StackError when none is, or pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function selectedStack(options: PulumiOptions): Promise<string> {
    return (await pulumi(["stack", "--show-name"], options)).trim();
}

/**
 * What a stack's state says of itself. Nothing of it is decrypted.
 * @throws StackError when pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function readState({ stack, ...options }: ReadStackOptions): Promise<StackState> {
    return parseStackState(await pulumi(["stack", "export", "--stack", stack], options));
}

/** Runs pulumi without a shell and returns what it prints. */
function pulumi(command: readonly string[], { cwd, environment, signal }: PulumiOptions): Promise<string> {
    const args = [
        ...command,
        // A question to nobody would hang a pipeline; colours would hide the text of an error.
        ...["--non-interactive", "--color", "never"],
        ...(cwd === undefined ? [] : ["--cwd", cwd]),
    ];
    return new Promise((resolve, reject) => {
        execFile("pulumi", args, { env: environment, signal, maxBuffer: maxOutputBytes }, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout);
            } else if (signal?.aborted === true) {
                reject(signal.reason as Error);
            } else if (error.code === "ENOENT") {
                reject(noPulumi());
            } else {
                // Never the error itself: Node's message repeats the command and what it printed.
                reject(new StackError(explain(stderr)));
            }
        });
    });
}

/** There is no pulumi to run. */
export function noPulumi(): StackError {
    return new StackError("there is no pulumi on PATH; install the Pulumi CLI (https://www.pulumi.com/docs/install)");
}

/** A program may put out more than this project's own; Node's default of 1 MB would end pulumi half way. */
const maxOutputBytes = 64 * 1024 * 1024;

/**
 * Texts of pulumi's that do not say what helps, and what does; the one about a wrong passphrase does say. Its exit
 * statuses tell the same, but in new versions only.
 */
const knownFailures: readonly (readonly [text: RegExp, advice: string])[] = [
    [/no stack named/i, "see `pulumi stack ls` for the stacks that this login and folder know"],
    [/no Pulumi\.yaml|pass the fully qualified name/i, "name the folder of the project with --cwd"],
    [/PULUMI_ACCESS_TOKEN must be set/i, "run `pulumi login`, or set PULUMI_BACKEND_URL"],
];

function explain(stderr: string): string {
    const lines = stderr.trim().split("\n");
    const said = (lines.find((line) => line.startsWith("error: ")) ?? lines[0] ?? "").replace(/^error: /, "").trim();
    const advice = knownFailures.find(([text]) => text.test(stderr))?.[1];
    return `pulumi cannot read the stack: ${said || "it failed without a word"}${advice === undefined ? "" : `; ${advice}`}`;
}
