import { readKeyFile } from "../certificate/keyFile";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import type { StackOutputs } from "../pulumi/stackOutputs";
import type { Credential } from "../verification/credential";
import type { KeySource, OutputsSource } from "./loginSource";
import { readOutputs } from "./readOutputs";

/** A connection that is not checked yet, and what to sign in with. */
export interface Login {
    readonly connection: unknown;
    readonly credential: Credential;
}

/**
 * Reads a stack's outputs and the key. With a key file nothing of the stack is decrypted.
 * @throws UserError when they cannot be read; the signal's reason when it aborts.
 */
export async function readLogin(
    source: OutputsSource,
    { keyFile, passphrase }: KeySource,
    signal: AbortSignal,
): Promise<Login> {
    const key = keyFile === undefined ? undefined : await readKey(keyFile, readInput(keyFile), passphrase);
    const outputs = await readOutputs(source, { showSecrets: key === undefined, signal });
    if (outputs.certificatePem === undefined) {
        throw new UserError('no output "certificatePem"');
    }
    return {
        connection: outputs.connection,
        credential: {
            certificatePem: outputs.certificatePem,
            privateKeyPem: key ?? (await keyOfOutputs(outputs, passphrase)),
        },
    };
}

async function keyOfOutputs({ privateKeyPem }: StackOutputs, passphrase: string | undefined): Promise<string> {
    if (privateKeyPem === undefined) {
        throw new UserError(
            'no private key in "privateKeyPem"',
            "If the outputs are in a file, write it with `pulumi stack output --json --show-secrets`. If the key is kept elsewhere, give the key's file.",
        );
    }
    return passphrase === undefined
        ? privateKeyPem
        : readKey('the output "privateKeyPem"', Buffer.from(privateKeyPem), passphrase);
}

async function readKey(name: string, content: Buffer, passphrase: string | undefined): Promise<string> {
    try {
        return await readKeyFile(content, passphrase);
    } catch (error) {
        throw error instanceof UserError ? new UserError(`no key from ${name}: ${error.message}`) : error;
    }
}
