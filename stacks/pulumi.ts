import { execFile } from "node:child_process";
import { StackError } from "./stackError";
import { parseStackOutputs, type StackOutputs } from "./stackOutputs";

/** Which stack to read, and how. */
export interface ReadStackOptions {
    /** The stack's name, as `pulumi stack ls` shows it. */
    readonly stack: string;
    /** Folder of the Pulumi project. @default the current folder. */
    readonly cwd?: string | undefined;
    /** Decrypt secret outputs, which takes the stack's passphrase or key service. @default false, they are left out. */
    readonly showSecrets?: boolean;
    /** Stops the pulumi process that was started. */
    readonly signal?: AbortSignal;
}

/**
 * Reads a stack's outputs with the `pulumi` CLI on PATH. Secrets stay in memory.
 * @throws StackError when pulumi is missing or fails, or the stack has no outputs; the signal's reason when it aborts.
 */
export async function readStack(options: ReadStackOptions): Promise<StackOutputs> {
    const json = await pulumi(
        [
            ...["stack", "output", "--json"],
            ...(options.showSecrets === true ? ["--show-secrets"] : []),
            ...["--stack", options.stack],
            // A question to nobody would hang a pipeline; colours would hide the text of an error.
            ...["--non-interactive", "--color", "never"],
            ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
        ],
        options.signal,
    );
    return parseStackOutputs(json);
}

/** Runs pulumi without a shell and returns what it prints. */
function pulumi(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
    return new Promise((resolve, reject) => {
        // The largest outputs are a few kilobytes of PEM; the default limit would do, but fails with the output in the error.
        execFile("pulumi", args, { signal, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout);
            } else if (signal?.aborted === true) {
                reject(signal.reason as Error);
            } else if (error.code === "ENOENT") {
                reject(
                    new StackError(
                        "there is no pulumi on PATH; install the Pulumi CLI (https://www.pulumi.com/docs/install)",
                    ),
                );
            } else {
                // Never the error itself: Node's message repeats the command and what it printed.
                reject(new StackError(explain(stderr)));
            }
        });
    });
}

/** Pulumi's own texts (pkg/cmd/pulumi, pkg/secrets/passphrase) and what helps; its exit codes are newer than many CLIs. */
const knownFailures: readonly (readonly [text: RegExp, advice: string])[] = [
    [/no stack named/i, "see `pulumi stack ls` for the stacks that this login and folder know"],
    [/passphrase/i, "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the stack's passphrase"],
    [/no Pulumi\.yaml|pass the fully qualified name/i, "name the folder of the project with --cwd"],
    [/PULUMI_ACCESS_TOKEN must be set/i, "run `pulumi login`, or set PULUMI_BACKEND_URL"],
];

function explain(stderr: string): string {
    const lines = stderr.trim().split("\n");
    const said = (lines.find((line) => line.startsWith("error: ")) ?? lines[0] ?? "").replace(/^error: /, "").trim();
    const advice = knownFailures.find(([text]) => text.test(stderr))?.[1];
    return `pulumi cannot read the stack: ${said || "it failed without a word"}${advice === undefined ? "" : `; ${advice}`}`;
}
