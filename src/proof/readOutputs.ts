import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import { UserError } from "../errors/userError";
import { readStack } from "../pulumi/pulumi";
import { parseStackOutputs, type StackOutputs } from "../pulumi/stackOutputs";
import type { OutputsSource } from "./loginSource";

/** How to read a stack's outputs. */
export interface ReadOutputsOptions {
    /** Whether the private key is needed, and so the stack's passphrase or key service. */
    readonly showSecrets: boolean;
    readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the outputs of a stack.
 * @throws UserError when they cannot be read; the signal's reason when it aborts.
 */
export async function readOutputs(
    source: OutputsSource,
    { showSecrets, signal }: ReadOutputsOptions,
): Promise<StackOutputs> {
    return "stack" in source
        ? readStack({ ...source, showSecrets, signal })
        : parseStackOutputs(await readDocument(source.file, signal));
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
