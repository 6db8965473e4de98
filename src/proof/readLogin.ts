import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { readKeyFile } from "../certificate/keyFile";
import type { StackOutputs } from "../pulumi/stackOutputs";
import type { Credential } from "../verification/credential";
import { readSource, type SourceOptions } from "../cli/options/source";
import { UserError } from "../errors/userError";

/** The options that say where the private key is, and what opens it. */
export interface KeyOptions {
    readonly keyFile?: string;
    readonly passphraseEnv?: string;
    readonly passphraseFile?: string;
}

/** A connection that is not checked yet, and what to sign in with. */
export interface Login {
    readonly connection: unknown;
    readonly credential: Credential;
}

/** Adds the options of the key. None takes a secret itself: the arguments of a process are visible to others. */
export function withKey(command: Command): Command {
    return command
        .option("--key-file <path>", "take the private key from this PEM or PFX file, not from the outputs")
        .option("--passphrase-env <name>", "environment variable with the key's passphrase")
        .option("--passphrase-file <path>", "file with the key's passphrase in its first line");
}

/**
 * Reads a stack's outputs and the key. With a key file nothing of the stack is decrypted.
 * @throws UserError when they cannot be read, and when the signal aborts.
 */
export async function readLogin(options: SourceOptions & KeyOptions, signal: AbortSignal): Promise<Login> {
    const { keyFile } = options;
    const passphrase = await readPassphrase(options);
    const key = keyFile === undefined ? undefined : await readKey(keyFile, await readBytes(keyFile), passphrase);
    const outputs = await readSource(options, { showSecrets: key === undefined, signal });
    if (outputs.certificatePem === undefined) {
        throw new UserError('there is no output "certificatePem"');
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
            'there is no private key in "privateKeyPem". From a stack: make the file with --show-secrets. For a certificate whose key lives elsewhere: give the key with --key-file',
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
        throw error instanceof UserError
            ? new UserError(
                  `no key from ${name}: ${error.message}${passphrase === undefined ? " (--passphrase-env, --passphrase-file)" : ""}`,
              )
            : error;
    }
}

async function readPassphrase({ passphraseEnv, passphraseFile }: KeyOptions): Promise<string | undefined> {
    if (passphraseEnv !== undefined && passphraseFile !== undefined) {
        throw new UserError("give either --passphrase-env or --passphrase-file");
    }
    if (passphraseFile !== undefined) {
        return (await readBytes(passphraseFile)).toString("utf8").split(/\r?\n/)[0];
    }
    if (passphraseEnv === undefined) {
        return undefined;
    }
    const passphrase = process.env[passphraseEnv];
    if (passphrase === undefined) {
        throw new UserError(`--passphrase-env: there is no environment variable ${passphraseEnv}`);
    }
    return passphrase;
}

async function readBytes(path: string): Promise<Buffer> {
    try {
        return await readFile(path);
    } catch (error) {
        throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : "unknown reason"}`);
    }
}
