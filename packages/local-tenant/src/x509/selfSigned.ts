import { createPublicKey, hash, sign, type KeyObject } from "node:crypto";
import * as der from "./der";

/** What goes into a self-signed certificate. The order of the lists is the order in the certificate. */
export interface CertificateTemplate {
    /** The private key whose public half is certified and which signs. */
    readonly key: KeyObject;
    /** 16 bytes, big-endian. */
    readonly serialNumber: Buffer;
    /** Relative distinguished names, already in their encoded order: dotted type and text; several texts are one set. */
    readonly subject: readonly (readonly [type: string, ...texts: string[]])[];
    readonly notBefore: Date;
    readonly notAfter: Date;
    /** Bits of RFC 5280 §4.2.1.3, 0 = digitalSignature … 8 = decipherOnly; none = no extension. */
    readonly keyUsages?: readonly number[];
    /** Dotted purposes of RFC 5280 §4.2.1.12; none = no extension. */
    readonly extendedKeyUsages?: readonly string[];
    readonly isCertificateAuthority?: boolean;
    /** How many authorities may follow in a chain; of a certificate authority only. */
    readonly maxPathLength?: number;
    readonly subjectKeyId?: Buffer;
    readonly authorityKeyId?: Buffer;
    readonly dnsNames?: readonly string[];
    /** 4 or 16 bytes each. */
    readonly ipAddresses?: readonly Buffer[];
    readonly uris?: readonly string[];
}

/** A self-signed X.509 v3 certificate in DER, laid out as Go's crypto/x509 (and so terraform-provider-tls) does. */
export function selfSigned(template: CertificateTemplate): Buffer {
    const { oid, digest } = signatureAlgorithm(template.key);
    const algorithm = der.sequence(
        der.objectIdentifier(oid),
        ...(template.key.asymmetricKeyType === "rsa" ? [der.nullValue()] : []),
    );
    const name = der.sequence(
        ...template.subject.map(([type, ...texts]) =>
            der.setOf(texts.map((text) => der.sequence(der.objectIdentifier(type), directoryString(text)))),
        ),
    );
    const toBeSigned = der.sequence(
        der.explicit(0, der.integer(Buffer.from([2]))),
        der.integer(template.serialNumber),
        algorithm,
        name,
        der.sequence(der.time(template.notBefore), der.time(template.notAfter)),
        name,
        createPublicKey(template.key).export({ type: "spki", format: "der" }),
        der.explicit(3, der.sequence(...extensions(template))),
    );
    return der.sequence(toBeSigned, algorithm, der.bitString(sign(digest, toBeSigned, template.key)));
}

/** The SHA-1 of the subjectPublicKey bit string: the key identifier that Go computes (RFC 5280 §4.2.1.2, method 1). */
export function keyIdentifier(key: KeyObject): Buffer {
    const spki = createPublicKey(key).export({ type: "spki", format: "der" });
    return hash("sha1", subjectPublicKey(spki), "buffer");
}

/** DER to PEM, with the final newline that Go writes. */
export function toPem(certificate: Buffer): string {
    const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function signatureAlgorithm(key: KeyObject): { readonly oid: string; readonly digest: string | null } {
    if (key.asymmetricKeyType === "rsa") {
        return { oid: "1.2.840.113549.1.1.11", digest: "sha256" };
    }
    if (key.asymmetricKeyType === "ed25519") {
        return { oid: "1.3.101.112", digest: null };
    }
    switch (key.asymmetricKeyDetails?.namedCurve) {
        case "secp384r1":
            return { oid: "1.2.840.10045.4.3.3", digest: "sha384" };
        case "secp521r1":
            return { oid: "1.2.840.10045.4.3.4", digest: "sha512" };
        default:
            return { oid: "1.2.840.10045.4.3.2", digest: "sha256" };
    }
}

/** Go writes PrintableString where the characters allow it and UTF8String elsewhere. */
function directoryString(text: string): Buffer {
    return /^[A-Za-z0-9 '()+,\-./:=?*&]*$/.test(text) ? der.printableString(text) : der.utf8String(text);
}

function extensions(template: CertificateTemplate): Buffer[] {
    const extension = (oid: string, critical: boolean, value: Buffer): Buffer =>
        der.sequence(der.objectIdentifier(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));

    const list: Buffer[] = [];
    if (template.keyUsages?.length) {
        list.push(extension("2.5.29.15", true, namedBits(template.keyUsages)));
    }
    if (template.extendedKeyUsages?.length) {
        const purposes = der.sequence(...template.extendedKeyUsages.map(der.objectIdentifier));
        list.push(extension("2.5.29.37", false, purposes));
    }
    const constraints = der.sequence(
        ...(template.isCertificateAuthority ? [der.boolean(true)] : []),
        ...(template.maxPathLength === undefined ? [] : [der.integer(Buffer.from([template.maxPathLength]))]),
    );
    list.push(extension("2.5.29.19", true, constraints));
    if (template.subjectKeyId) {
        list.push(extension("2.5.29.14", false, der.octetString(template.subjectKeyId)));
    }
    if (template.authorityKeyId) {
        list.push(extension("2.5.29.35", false, der.sequence(der.implicit(0, template.authorityKeyId))));
    }
    const alternativeNames = [
        ...(template.dnsNames ?? []).map((name) => der.implicit(2, Buffer.from(name, "ascii"))),
        ...(template.ipAddresses ?? []).map((address) => der.implicit(7, address)),
        ...(template.uris ?? []).map((uri) => der.implicit(6, Buffer.from(uri, "ascii"))),
    ];
    if (alternativeNames.length > 0) {
        list.push(extension("2.5.29.17", template.subject.length === 0, der.sequence(...alternativeNames)));
    }
    return list;
}

/** A named bit list: bit 0 is the highest bit of the first byte, trailing zero bits are dropped. */
function namedBits(bits: readonly number[]): Buffer {
    const highest = Math.max(...bits);
    const bytes = Buffer.alloc(Math.floor(highest / 8) + 1);
    for (const bit of bits) {
        const index = Math.floor(bit / 8);
        bytes[index] = (bytes[index] ?? 0) | (0x80 >> (bit % 8));
    }
    return der.bitString(bytes, 7 - (highest % 8));
}

/** The content of the BIT STRING that ends a SubjectPublicKeyInfo. */
function subjectPublicKey(spki: Buffer): Buffer {
    let offset = headerLength(spki, 0);
    offset += headerLength(spki, offset) + contentLength(spki, offset);
    return spki.subarray(offset + headerLength(spki, offset) + 1);
}

function headerLength(der: Buffer, offset: number): number {
    const first = der[offset + 1] ?? 0;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function contentLength(der: Buffer, offset: number): number {
    const first = der[offset + 1] ?? 0;
    return first < 0x80 ? first : der.readUIntBE(offset + 2, first & 0x7f);
}
