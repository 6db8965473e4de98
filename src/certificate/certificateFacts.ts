import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { wholeSeconds } from "./wholeSeconds";
import { UserError } from "../errors/userError";

/** What is public about a certificate, in the forms that Windows, PowerShell and Microsoft Entra show. */
export interface CertificateFacts {
    /** SHA-1 over the DER, 40 upper-case hex digits: what `-CertificateThumbprint` and the portal call thumbprint. */
    readonly thumbprint: string;
    /** SHA-256 over the DER, 64 upper-case hex digits. */
    readonly thumbprintSha256: string;
    /** Distinguished name, most significant part last, for example `CN=exoip.com`. */
    readonly subject: string;
    /** Serial number in upper-case hex digits. */
    readonly serialNumber: string;
    /** First second of validity: RFC 3339 in UTC, whole seconds, for example `2026-01-31T08:00:00Z`. */
    readonly notBefore: string;
    /** Last second of validity, in the same form. */
    readonly notAfter: string;
}

/**
 * Reads the first certificate of a PEM text.
 * @throws UserError when there is none.
 */
export function readCertificate(certificatePem: string): X509Certificate {
    try {
        return new X509Certificate(certificatePem);
    } catch {
        throw new UserError(`no X.509 certificate in PEM form ("BEGIN CERTIFICATE")`);
    }
}

/**
 * The facts of the first certificate of a PEM text.
 * @throws UserError when there is none.
 */
export function certificateFacts(certificatePem: string): CertificateFacts {
    const certificate = readCertificate(certificatePem);
    return {
        // SHA-1 is Windows' name for a certificate here, not a protection.
        thumbprint: createHash("sha1").update(certificate.raw).digest("hex").toUpperCase(),
        thumbprintSha256: createHash("sha256").update(certificate.raw).digest("hex").toUpperCase(),
        subject: certificate.subject.split("\n").join(", "),
        serialNumber: certificate.serialNumber,
        notBefore: wholeSeconds(certificate.validFromDate),
        notAfter: wholeSeconds(certificate.validToDate),
    };
}

/**
 * Reads an unencrypted private key in PEM form (PKCS#1 or PKCS#8).
 * @throws UserError when there is none.
 */
export function readPrivateKey(privateKeyPem: string): KeyObject {
    try {
        return createPrivateKey(privateKeyPem);
    } catch {
        throw new UserError(`no unencrypted private key in PEM form ("BEGIN PRIVATE KEY" or "BEGIN RSA PRIVATE KEY")`);
    }
}

/**
 * Why this certificate, and this key where it is given, cannot serve for a sign-in, or undefined when they can.
 * Microsoft Entra takes RSA keys of at least 2048 bits
 * (learn.microsoft.com/entra/identity-platform/certificate-credentials). It does not look at the certificate's own
 * signature (assumed); scanners do, and NIST SP 800-131A disallows SHA-1 there.
 */
export function certificateProblem(certificatePem: string, privateKeyPem?: string): string | undefined {
    try {
        const { publicKey, signatureAlgorithm } = readCertificate(certificatePem);
        if (publicKey.asymmetricKeyType !== "rsa") {
            return `its key is ${publicKey.asymmetricKeyType ?? "of an unknown kind"}; Microsoft Entra signs in with RSA only`;
        }
        const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
        if (bits < 2048) {
            return `its RSA key has ${bits} bits; at least 2048 are needed`;
        }
        if (/sha-?1|md5/i.test(signatureAlgorithm ?? "")) {
            return `it is signed with ${signatureAlgorithm ?? ""}; SHA-1 signatures can be forged, so make it anew with SHA-256`;
        }
        if (privateKeyPem !== undefined && !createPublicKey(readPrivateKey(privateKeyPem)).equals(publicKey)) {
            return "the private key belongs to another certificate";
        }
        return undefined;
    } catch (error) {
        if (error instanceof UserError) {
            return error.message;
        }
        throw error;
    }
}
