import { createHash, createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { UserError } from "../errors/userError";
import { belongTogether } from "./belongTogether";
import { keyReaders } from "./keyReaders";
import { signatureProblem } from "./signatureProblem";
import { wholeSeconds } from "./wholeSeconds";

/** What is public about a certificate, in the forms that Windows, PowerShell and Microsoft Entra show. */
export interface CertificateFacts {
    /** SHA-1 over the DER, 40 upper-case hex digits: what `-CertificateThumbprint` and the portal call thumbprint. */
    readonly thumbprint: string;
    /** SHA-256 over the DER, 64 upper-case hex digits. */
    readonly thumbprintSha256: string;
    /** Distinguished name, most significant part last, for example `CN=exoip.com`; empty when names are in extensions only. */
    readonly subject: string;
    /** Serial number in upper-case hex digits. */
    readonly serialNumber: string;
    /** First second of validity: RFC 3339 in UTC, whole seconds, for example `2026-01-31T08:00:00Z`. */
    readonly notBefore: string;
    /** Last second of validity, in the same form. */
    readonly notAfter: string;
}

/**
 * Reads the first certificate of a text or a file, in any form that `readKeys` knows.
 * @throws UserError when there is none.
 */
export function readCertificate(certificate: string | Uint8Array): X509Certificate {
    try {
        // What Pulumi's providers write; this way is the fastest.
        return new X509Certificate(certificate);
    } catch {
        const [first] = keyReaders().readKeys(certificate).certificates;
        if (first === undefined) {
            throw new UserError("it holds a private key and no certificate");
        }
        return first;
    }
}

/**
 * A certificate as the PEM text to keep: the given one where OpenSSL reads it as it is, since another text would be another
 * credential for Microsoft Entra's provider; otherwise one that is written again.
 * @throws UserError when there is none.
 */
export function certificatePemOf(certificate: string): string {
    return reads(() => new X509Certificate(certificate)) ? certificate : readCertificate(certificate).toString();
}

/**
 * The key of a certificate as the PEM text to keep, in the same way. A secret.
 * @throws UserError when there is none, or when it is encrypted.
 */
export function privateKeyPemOf(privateKey: string, certificate: X509Certificate): string {
    return reads(() => belongTogether(createPrivateKey(privateKey), certificate))
        ? privateKey
        : readPrivateKey(privateKey, certificate).export({ type: "pkcs8", format: "pem" }).toString();
}

function reads(read: () => unknown): boolean {
    try {
        return read() !== false;
    } catch {
        return false;
    }
}

/**
 * The facts of the first certificate of a text or a file.
 * @throws UserError when there is none.
 */
export function certificateFacts(given: string | Uint8Array): CertificateFacts {
    const certificate = readCertificate(given);
    return {
        // SHA-1 is Windows' name for a certificate here, not a protection.
        thumbprint: createHash("sha1").update(certificate.raw).digest("hex").toUpperCase(),
        thumbprintSha256: createHash("sha256").update(certificate.raw).digest("hex").toUpperCase(),
        subject: subjectOf(certificate),
        serialNumber: certificate.serialNumber,
        notBefore: wholeSeconds(certificate.validFromDate),
        notAfter: wholeSeconds(certificate.validToDate),
    };
}

/** Node.js gives nothing for an empty subject, against its type. */
function subjectOf({ subject }: { readonly subject: string | undefined }): string {
    return subject?.split("\n").join(", ") ?? "";
}

/**
 * Reads an unencrypted private key from a text, in any form that `readKeys` knows.
 * @param certificate the one whose key is wanted, when there are several
 * @throws UserError when there is none, or when it is encrypted.
 */
export function readPrivateKey(privateKey: string, certificate?: X509Certificate): KeyObject {
    const { privateKeyOf, readKeys } = keyReaders();
    return privateKeyOf(readKeys(privateKey), certificate);
}

/**
 * Why this certificate, and this key where it is given, cannot serve for a sign-in, or undefined when they can.
 * Microsoft Entra takes RSA keys of at least 2048 bits
 * (learn.microsoft.com/entra/identity-platform/certificate-credentials).
 */
export function certificateProblem(certificatePem: string, privateKeyPem?: string): string | undefined {
    try {
        const certificate = readCertificate(certificatePem);
        return (
            publicKeyProblem(certificate) ??
            signatureProblem(certificate) ??
            (privateKeyPem === undefined || belongTogether(readPrivateKey(privateKeyPem, certificate), certificate)
                ? undefined
                : "the private key belongs to another certificate")
        );
    } catch (error) {
        if (error instanceof UserError) {
            return error.message;
        }
        throw error;
    }
}

function publicKeyProblem(certificate: X509Certificate): string | undefined {
    let publicKey: KeyObject;
    try {
        ({ publicKey } = certificate);
    } catch {
        return "its public key is damaged or of an unknown kind; Microsoft Entra signs in with RSA only";
    }
    if (publicKey.asymmetricKeyType !== "rsa") {
        return `its key is ${publicKey.asymmetricKeyType ?? "of an unknown kind"}; Microsoft Entra signs in with RSA only`;
    }
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits < 2048 ? `its RSA key has ${bits} bits; at least 2048 are required` : undefined;
}
