import type { X509Certificate } from "node:crypto";
import { children, context, objectIdentifier, readElement, type Element } from "./ber";
import { digests } from "./digests";

/**
 * Why the signature of a certificate is not good enough, or undefined when it is. Microsoft Entra does not check it: assumed (sha1-signature);
 * scanners do, and NIST SP 800-131A disallows SHA-1 there.
 */
export function signatureProblem(certificate: X509Certificate): string | undefined {
    const { name, identifier } = signatureAlgorithm(certificate);
    if (name === undefined) {
        return `its signature algorithm (${identifier}) is not known here, so nothing is known of its strength; make the certificate again with SHA-256`;
    }
    return isForgeable(name)
        ? `it is signed with ${name}; such signatures can be forged, so make the certificate again with SHA-256`
        : undefined;
}

/** Whether signatures of that algorithm can be forged. */
export function isForgeable(name: string): boolean {
    return /md[245]|sha-?1(?!\d)/i.test(name);
}

/** With what a certificate is signed; the name is undefined when it is not known here. */
export function signatureAlgorithm({ raw }: X509Certificate): {
    readonly name: string | undefined;
    /** Dotted decimal numbers. */
    readonly identifier: string;
} {
    const [, algorithm] = children(readElement(raw));
    const [type, parameters] = algorithm === undefined ? [] : children(algorithm);
    const identifier = objectIdentifier(type);
    return {
        name: identifier === rsaPss ? pssName(parameters) : signatures[identifier],
        identifier,
    };
}

const rsaPss = "1.2.840.113549.1.1.10";

/** RFC 4055 §3.1: SHA-1 when nothing else is said. */
function pssName(parameters: Element | undefined): string | undefined {
    const digest = parameters === undefined ? undefined : children(parameters).find(({ tag }) => tag === context(0));
    const [algorithm] = digest === undefined ? [] : children(digest);
    const name = algorithm === undefined ? "sha1" : digests[objectIdentifier(children(algorithm)[0])];
    return name === undefined ? undefined : `RSA-PSS with ${name}`;
}

/** Signature algorithms by identifier (RFC 8017, RFC 5758, RFC 8410, FIPS 204, and the registries that they name). */
const signatures: Readonly<Record<string, string>> = {
    "1.2.840.113549.1.1.2": "md2WithRSAEncryption",
    "1.2.840.113549.1.1.3": "md4WithRSAEncryption",
    "1.2.840.113549.1.1.4": "md5WithRSAEncryption",
    "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
    "1.3.14.3.2.29": "sha1WithRSA",
    "1.2.840.113549.1.1.14": "sha224WithRSAEncryption",
    "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
    "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
    "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
    "1.2.840.113549.1.1.15": "sha512-224WithRSAEncryption",
    "1.2.840.113549.1.1.16": "sha512-256WithRSAEncryption",
    "2.16.840.1.101.3.4.3.14": "id-rsassa-pkcs1-v1-5-with-sha3-256",
    "2.16.840.1.101.3.4.3.15": "id-rsassa-pkcs1-v1-5-with-sha3-384",
    "2.16.840.1.101.3.4.3.16": "id-rsassa-pkcs1-v1-5-with-sha3-512",
    "1.2.840.10040.4.3": "dsa-with-sha1",
    "2.16.840.1.101.3.4.3.2": "dsa-with-sha256",
    "1.2.840.10045.4.1": "ecdsa-with-sha1",
    "1.2.840.10045.4.3.1": "ecdsa-with-sha224",
    "1.2.840.10045.4.3.2": "ecdsa-with-sha256",
    "1.2.840.10045.4.3.3": "ecdsa-with-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-with-sha512",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    "2.16.840.1.101.3.4.3.17": "ML-DSA-44",
    "2.16.840.1.101.3.4.3.18": "ML-DSA-65",
    "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
};
