import { pulumi, type StackOptions } from "./run";
import { parseStackOutputs, type StackOutputs } from "./stackOutputs";

/** Which stack's outputs to read, and how. */
export interface ReadStackOptions extends StackOptions {
    /** Decrypt secret outputs, which takes the stack's passphrase or key service. @default false, they are left out. */
    readonly showSecrets?: boolean;
}

/**
 * Reads a stack's outputs with the `pulumi` CLI on PATH. Secrets stay in memory.
 * @throws UserError when pulumi is missing or fails, or the stack has no outputs; the signal's reason when it aborts.
 */
export async function readStack({ showSecrets, ...stack }: ReadStackOptions): Promise<StackOutputs> {
    const args = ["stack", "output", "--json", ...(showSecrets === true ? ["--show-secrets"] : [])];
    return parseStackOutputs(await pulumi(args, stack));
}
