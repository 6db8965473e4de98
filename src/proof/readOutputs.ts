import { addAbortSignal } from "node:stream";
import { decodeText } from "../certificate/decodeText";
import { UserError } from "../errors/userError";
import { readInput, readInputStream } from "../files/readInput";
import { readStack } from "../pulumi/readStack";
import { parseStackOutputs, stackOutputs, type StackOutputs } from "../pulumi/stackOutputs";
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
    if (!("file" in source)) {
        const { outputs } = "read" in source ? source.read : await readStack({ ...source, showSecrets, signal });
        return stackOutputs(outputs);
    }
    const text = await readDocument(source.file, signal);
    try {
        return parseStackOutputs(text);
    } catch (error) {
        throw error instanceof UserError ? error.about(nameOf(source.file)) : error;
    }
}

function nameOf(file: string): string {
    return file === "-" ? "standard input" : file;
}

/**
 * The text of a file, or of standard input when the path is `-`, whatever program wrote it.
 * @throws UserError when it cannot be read; the signal's reason when it aborts.
 */
export async function readDocument(path: string, signal: AbortSignal | undefined): Promise<string> {
    const content =
        path === "-"
            ? await readInputStream(
                  signal === undefined ? process.stdin : addAbortSignal(signal, process.stdin),
                  "standard input",
                  signal,
              )
            : readInput(path);
    return decodeText(content);
}
