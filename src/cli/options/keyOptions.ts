import type { Command } from "commander";
import { decodeText, firstLine } from "../../certificate/decodeText";
import { UserError } from "../../errors/userError";
import { readInput } from "../../files/readInput";
import type { KeySource } from "../../proof/loginSource";

/** The options that say what opens a private key. */
export interface PassphraseOptions {
    readonly passphraseEnv?: string;
    readonly passphraseFile?: string;
}

/** The options that say where the private key is, and what opens it. */
export interface KeyOptions extends PassphraseOptions {
    readonly keyFile?: string;
}

/** Adds the options of the key. None takes a secret itself: the arguments of a process are visible to others. */
export function withKey(command: Command): Command {
    return withPassphrase(
        command.option("--key-file <path>", "take the private key from this PEM or PFX file, not from the outputs"),
    );
}

/** Adds the options of the passphrase alone. */
export function withPassphrase(command: Command): Command {
    return command
        .option("--passphrase-env <name>", "environment variable with the key's passphrase")
        .option("--passphrase-file <path>", "file with the key's passphrase in its first line");
}

/** @throws UserError when the passphrase cannot be had. */
export function keySource({ keyFile, ...passphrase }: KeyOptions): KeySource {
    return { keyFile, passphrase: passphraseOf(passphrase) };
}

/**
 * @returns undefined when none is named
 * @throws UserError when the passphrase cannot be had
 */
export function passphraseOf({ passphraseEnv, passphraseFile }: PassphraseOptions): string | undefined {
    if (passphraseEnv !== undefined && passphraseFile !== undefined) {
        throw new UserError("--passphrase-env and --passphrase-file exclude each other. Give one.");
    }
    if (passphraseFile !== undefined) {
        return firstLine(decodeText(readInput(passphraseFile)));
    }
    if (passphraseEnv === undefined) {
        return undefined;
    }
    const passphrase = process.env[passphraseEnv];
    if (passphrase === undefined) {
        throw new UserError(`--passphrase-env: the environment variable ${passphraseEnv} is not set`);
    }
    return passphrase;
}
