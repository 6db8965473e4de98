import { certificateProblem, readPrivateKey } from "./certificateFacts";
import { UserError } from "../errors/userError";

/**
 * Why a value is not the PEM text of one certificate that can serve for a sign-in, or undefined when it is. The message
 * never holds a part of the value.
 */
export function certificatePemProblem(value: unknown): string | undefined {
    if (typeof value !== "string" || value.trim() === "") {
        return 'it is no text in PEM form ("BEGIN CERTIFICATE")';
    }
    if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) {
        return "it holds a private key, and would show it; give the certificate alone, and its key as privateKeyPem";
    }
    const count = value.split("-----BEGIN CERTIFICATE-----").length - 1;
    return count > 1
        ? `it holds ${count} certificates; give the one that the key belongs to, without its chain`
        : certificateProblem(value);
}

/** Whether the key of a PEM text is encrypted: PKCS#8 says it in the label, the older form in a header (RFC 1421). */
export function isEncryptedPem(pem: string): boolean {
    return /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/** Why a value is not the PEM text of an unencrypted private key, or undefined when it is; without a part of the value. */
export function privateKeyPemProblem(value: unknown): string | undefined {
    if (typeof value !== "string" || value.trim() === "") {
        return 'it is no text in PEM form ("BEGIN PRIVATE KEY" or "BEGIN RSA PRIVATE KEY")';
    }
    if (isEncryptedPem(value)) {
        return "it is encrypted; decrypt it (openssl pkey -in key.pem) and give it as a secret";
    }
    try {
        readPrivateKey(value);
        return undefined;
    } catch (error) {
        if (error instanceof UserError) {
            return error.message;
        }
        throw error;
    }
}
