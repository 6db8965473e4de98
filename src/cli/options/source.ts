import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { readStack } from "../../pulumi/pulumi";
import { parseStackOutputs, type StackOutputs } from "../../pulumi/stackOutputs";
import { UserError } from "../../errors/userError";

/** The options that say where a command takes a stack's outputs from. */
export interface SourceOptions {
    readonly stack?: string;
    readonly cwd?: string;
    readonly file?: string;
}

/** Adds `--stack`, `--cwd` and `--file`. */
export function withSource(command: Command): Command {
    return command
        .option("--stack <name>", "take them from this Pulumi stack, by `pulumi stack output`")
        .option("--cwd <folder>", "folder of the Pulumi project, for --stack (default: the current folder)")
        .option("--file <path>", "take them from a file with the stack's outputs as JSON; - is standard input");
}

/**
 * Reads the outputs of a stack from where the options say.
 * @param showSecrets whether the private key is needed, and so the stack's passphrase or key service.
 * @throws UserError when they cannot be read, and when the signal aborts.
 */
export async function readSource(
    { stack, cwd, file }: SourceOptions,
    { showSecrets, signal }: { readonly showSecrets: boolean; readonly signal?: AbortSignal },
): Promise<StackOutputs> {
    if (stack !== undefined && file === undefined) {
        return readStack({ stack, cwd, showSecrets, signal });
    }
    if (file === undefined || stack !== undefined) {
        throw new UserError("give either --stack <name> or --file <path>");
    }
    if (cwd !== undefined) {
        throw new UserError("--cwd goes with --stack; a --file is found without it");
    }
    return parseStackOutputs(await readDocument(file, signal));
}

async function readDocument(path: string, signal: AbortSignal | undefined): Promise<string> {
    try {
        if (path !== "-") {
            return await readFile(path, { encoding: "utf8", signal });
        }
        return await text(signal === undefined ? process.stdin : addAbortSignal(signal, process.stdin));
    } catch (error) {
        throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : "unknown reason"}`);
    }
}
