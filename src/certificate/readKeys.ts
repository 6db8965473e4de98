import type { KeyObject, X509Certificate } from "node:crypto";
import { UserError } from "../errors/userError";
import { base64Bytes } from "./base64";
import { belongTogether } from "./belongTogether";
import { decodeText } from "./decodeText";
import { DerivationBudget } from "./derivationBudget";
import { readDer } from "./derContents";
import { attempt, type KeyMaterial, type Reading } from "./keyMaterial";
import { isPem, pemContents } from "./pemContents";

/**
 * Reads the keys and certificates of a file, an option or a configuration value, as Windows, Java, OpenSSL, Azure Key
 * Vault and secret stores produce them: PEM, DER or PFX (PKCS#12, RFC 7292), encrypted or not, also in base64, in UTF-16,
 * and with line breaks that became `\n`, blanks or nothing.
 * @param passphrase what it is encrypted with, if it is; a line break at its end does not matter
 * @returns everything that could be read, with the problems of what could not
 * @throws UserError when nothing can be read, which says what it is. The message holds no part of content or passphrase.
 */
export function readKeys(content: Uint8Array | string, passphrase?: string): KeyMaterial {
    const reading: Reading = {
        passphrase,
        budget: new DerivationBudget(),
        privateKeys: [],
        certificates: [],
        problems: [],
    };
    attempt(reading, () => {
        if (typeof content === "string") {
            readText(content, reading, 0);
        } else {
            readBytes(Buffer.from(content.buffer, content.byteOffset, content.byteLength), reading, 0);
        }
    });
    const { privateKeys, certificates, problems } = reading;
    if (privateKeys.length === 0 && certificates.length === 0 && problems[0] !== undefined) {
        throw problems[0];
    }
    return { privateKeys, certificates, problems };
}

/**
 * The private key among what was read: the one that belongs to the certificate, where that is given.
 * @throws UserError when there is none, or several without a certificate that says which
 */
export function privateKeyOf(
    { privateKeys, certificates, problems }: KeyMaterial,
    wanted?: X509Certificate,
): KeyObject {
    const owners = wanted === undefined ? certificates : [wanted];
    const match = privateKeys.find((key) => owners.some((certificate) => belongTogether(key, certificate)));
    const [first] = privateKeys;
    if (match !== undefined) {
        return match;
    }
    if (problems[0] !== undefined) {
        throw problems[0];
    }
    if (first === undefined) {
        throw new UserError("it holds a certificate and no private key");
    }
    if (privateKeys.length > 1) {
        throw new UserError(
            wanted === undefined
                ? `it holds ${privateKeys.length} private keys, and nothing says which to take`
                : `it holds ${privateKeys.length} private keys, and none of them belongs to the certificate`,
        );
    }
    return first;
}

/**
 * The same as PEM text, PKCS#8 and not encrypted: a secret.
 * @throws UserError as {@link privateKeyOf} does
 */
export function privateKeyPemIn(material: KeyMaterial, wanted?: X509Certificate): string {
    return privateKeyOf(material, wanted).export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * A private key with its certificate, for programs that need both.
 * @throws UserError for content without a key, or without the certificate that it belongs to
 */
export function keyPairOf(material: KeyMaterial): {
    readonly privateKey: KeyObject;
    readonly certificate: X509Certificate;
} {
    const privateKey = privateKeyOf(material);
    const certificate = material.certificates.find((candidate) => belongTogether(privateKey, candidate));
    if (certificate === undefined) {
        throw new UserError("none of its certificates belongs to its key");
    }
    return { privateKey, certificate };
}

/** A secret store may hold the base64 of a PEM text; nobody encodes more often. */
const deepest = 3;

function readBytes(bytes: Buffer, reading: Reading, depth: number): void {
    const magic = bytes.subarray(0, 4).toString("hex");
    if (magic === "feedfeed" || magic === "cececece") {
        throw new UserError(
            "it is a Java keystore of the older form (JKS)",
            "Convert it to a PFX file: keytool -importkeystore -srckeystore <file> -destkeystore key.pfx -deststoretype PKCS12.",
        );
    }
    if (isAsn1(bytes)) {
        readDer(bytes, reading);
        return;
    }
    readText(decodeText(bytes), reading, depth);
}

/** A sequence that is longer than 127 bytes, or the whole; a text may begin with the same byte, which is the digit 0. */
function isAsn1(bytes: Buffer): boolean {
    const [tag, length = 0] = bytes;
    return tag === 0x30 && ((length >= 0x80 && length <= 0x86) || bytes.length === 2 + length);
}

function readText(given: string, reading: Reading, depth: number): void {
    // Characters without a width, such as a byte order mark in the middle, are never meant.
    const text = given.replace(/\p{Cf}/gu, "").replace(/\\+[rnt]/g, "\n");
    if (isPem(text)) {
        for (const content of pemContents(text, reading)) {
            attempt(reading, () => {
                readDer(content(), reading);
            });
        }
        return;
    }
    const bytes = base64Bytes(text);
    if (bytes !== undefined && bytes.length > 16 && depth < deepest) {
        readBytes(bytes, reading, depth + 1);
        return;
    }
    throw nameOther(text);
}

/** What is met in place of a key, and what to do with it. */
const others: readonly (readonly [pattern: RegExp, evidence: string, remedy?: string])[] = [
    [/^\s*$/, "it is empty"],
    [
        /^PuTTY-User-Key-File/,
        "it is a private key in PuTTY's own form (.ppk)",
        "Export it in OpenSSH's form with PuTTYgen, and convert that: ssh-keygen -p -m PKCS8 -f <copy>.",
    ],
    [/^\s*\{[\s\S]*"kty"/, "it is a JSON Web Key", "Convert it to a private key in PEM form."],
    [/^\s*[[{]/, "it is a JSON document", 'Give the key or the certificate alone, for example the property "value".'],
    [/<RSAKeyValue>/, "it is an RSA key in the XML form of .NET", "Convert it to a private key in PEM form."],
    [/^\s*</, "it is an XML or HTML document"],
    [/^---- BEGIN SSH2/, "it is a key in the form of SSH Secure Shell", "Convert it to PKCS#8 with ssh-keygen."],
    [/^ssh-|^ecdsa-/, "it is a public key of OpenSSH"],
];

function nameOther(text: string): UserError {
    const [, evidence, remedy] = others.find(([pattern]) => pattern.test(text)) ?? [
        undefined,
        "it is neither a private key nor a certificate in PEM, DER or PFX form",
    ];
    return new UserError(evidence, remedy);
}
