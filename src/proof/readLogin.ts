import type { X509Certificate } from "node:crypto";
import { readCertificate } from "../certificate/certificateFacts";
import { privateKeyPemIn, readKeys } from "../certificate/readKeys";
import { UserError } from "../errors/userError";
import { readInput } from "../files/readInput";
import type { Credential } from "../verification/credential";
import { chooseCertificate, type ChosenCertificate } from "./chooseCertificate";
import type { CertificateSource, KeySource } from "./loginSource";

/** A connection that is not checked yet, and what to sign in with. */
export interface Login {
    readonly connection: unknown;
    readonly credential: Credential;
    /** The stack's own connection: another one when the certificate is not the active one. */
    readonly stackConnection: unknown;
}

/**
 * Reads a stack's outputs and the key. With a key file nothing of the stack is decrypted.
 * @throws UserError when they cannot be read; the signal's reason when it aborts.
 */
export async function readLogin(
    source: CertificateSource,
    { keyFile, passphrase }: KeySource,
    signal: AbortSignal,
): Promise<Login> {
    // Opened before a stack is asked, so that a wrong passphrase shows at once.
    const keyOf = keyFile === undefined ? undefined : openKey(keyFile, readInput(keyFile), passphrase);
    const chosen = await chooseCertificate(source, { showSecrets: keyOf === undefined, signal });
    const { connection, certificatePem, stackConnection } = chosen;
    const privateKeyPem = keyOf?.(readCertificate(certificatePem)) ?? keyOfOutputs(chosen, passphrase);
    return { connection, credential: { certificatePem, privateKeyPem }, stackConnection };
}

function keyOfOutputs(
    { certificatePem, privateKeyPem, pfx }: ChosenCertificate,
    passphrase: string | undefined,
): string {
    if (privateKeyPem === undefined && pfx !== undefined) {
        return openKey('the PFX in "pfx"', pfx, passphrase)(readCertificate(certificatePem));
    }
    if (privateKeyPem === undefined) {
        throw new UserError(
            'no private key in "privateKeyPem"',
            "If the outputs are in a file, write it with `pulumi stack output --json --show-secrets`. If the key is kept elsewhere, give the key's file.",
        );
    }
    return passphrase === undefined
        ? privateKeyPem
        : openKey('the output "privateKeyPem"', privateKeyPem, passphrase)();
}

/**
 * Opens a file or a text with a key.
 * @returns a function that gives the key, PEM: the one of the certificate where there are several
 */
function openKey(
    name: string,
    content: Buffer | string,
    passphrase: string | undefined,
): (certificate?: X509Certificate) => string {
    const keys = named(name, () => readKeys(content, passphrase));
    return (certificate) => named(name, () => privateKeyPemIn(keys, certificate));
}

function named<Result>(name: string, read: () => Result): Result {
    try {
        return read();
    } catch (error) {
        throw error instanceof UserError ? new UserError(`no key from ${name}: ${error.message}`) : error;
    }
}
