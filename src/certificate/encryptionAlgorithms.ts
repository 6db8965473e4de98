import { UserError } from "../errors/userError";

/** A scheme of before PBES2. */
interface OlderScheme {
    readonly cipher: string;
    readonly digest: string;
    readonly keyLength: number;
    readonly isPkcs12: boolean;
}

const pkcs12Scheme = (cipher: string, keyLength: number): OlderScheme => ({
    cipher,
    keyLength,
    digest: "sha1",
    isPkcs12: true,
});
const pkcs5Scheme = (cipher: string, digest: string): OlderScheme => ({
    cipher,
    keyLength: 8,
    digest,
    isPkcs12: false,
});

/** PBE schemes of RFC 7292 appendix C and RFC 8018 appendix A.3. RC4 and MD2 are left out: Node.js has neither. */
export const olderSchemes: Readonly<Record<string, OlderScheme>> = {
    "1.2.840.113549.1.12.1.3": pkcs12Scheme("des-ede3-cbc", 24),
    "1.2.840.113549.1.12.1.4": pkcs12Scheme("des-ede3-cbc", 16),
    "1.2.840.113549.1.12.1.5": pkcs12Scheme("rc2-128", 16),
    "1.2.840.113549.1.12.1.6": pkcs12Scheme("rc2-40", 5),
    "1.2.840.113549.1.5.3": pkcs5Scheme("des-cbc", "md5"),
    "1.2.840.113549.1.5.6": pkcs5Scheme("rc2-64", "md5"),
    "1.2.840.113549.1.5.10": pkcs5Scheme("des-cbc", "sha1"),
    "1.2.840.113549.1.5.11": pkcs5Scheme("rc2-64", "sha1"),
};

/** Ciphers of PBES2 by identifier, and the length of their keys. */
export const ciphers: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
    "2.16.840.1.101.3.4.1.2": ["aes-128-cbc", 16],
    "2.16.840.1.101.3.4.1.22": ["aes-192-cbc", 24],
    "2.16.840.1.101.3.4.1.42": ["aes-256-cbc", 32],
    "1.2.392.200011.61.1.1.1.2": ["camellia-128-cbc", 16],
    "1.2.392.200011.61.1.1.1.3": ["camellia-192-cbc", 24],
    "1.2.392.200011.61.1.1.1.4": ["camellia-256-cbc", 32],
    "1.2.840.113549.3.7": ["des-ede3-cbc", 24],
    "1.3.14.3.2.7": ["des-cbc", 8],
};

/** Pseudorandom functions and authentication codes by identifier, by their digest. */
export const hmacs: Readonly<Record<string, string>> = {
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
    "1.2.840.113549.2.12": "sha512-224",
    "1.2.840.113549.2.13": "sha512-256",
    "2.16.840.1.101.3.4.2.14": "sha3-256",
    "2.16.840.1.101.3.4.2.15": "sha3-384",
    "2.16.840.1.101.3.4.2.16": "sha3-512",
};

/** Algorithms that are met and cannot be read here. */
const names: Readonly<Record<string, string>> = {
    "1.2.840.113549.1.12.1.1": "RC4 with 128 bits (pbeWithSHAAnd128BitRC4)",
    "1.2.840.113549.1.12.1.2": "RC4 with 40 bits (pbeWithSHAAnd40BitRC4)",
    "1.2.840.113549.1.5.1": "DES with MD2 (pbeWithMD2AndDES-CBC)",
    "1.2.840.113549.1.5.4": "RC2 with MD2 (pbeWithMD2AndRC2-CBC)",
    "1.2.840.113549.3.2": "RC2 (rc2-cbc)",
    "1.2.840.113549.3.9": "RC5 (rc5-cbc-pad)",
    "1.2.840.113533.7.66.10": "CAST5 (cast5-cbc)",
    "1.3.6.1.4.1.3029.1.2": "Blowfish (bf-cbc)",
    "1.3.6.1.4.1.188.7.1.1.2": "IDEA (idea-cbc)",
    "1.2.410.200004.1.4": "SEED (seed-cbc)",
    "1.2.156.10197.1.104.2": "SM4 (sm4-cbc)",
    "1.2.643.2.2.21": "GOST 28147-89",
    "2.16.840.1.101.3.4.1.6": "AES-128 in GCM mode",
    "2.16.840.1.101.3.4.1.26": "AES-192 in GCM mode",
    "2.16.840.1.101.3.4.1.46": "AES-256 in GCM mode",
};

/** What people call an algorithm. */
export function nameOf(identifier: string): string {
    return names[identifier] ?? `an algorithm with the object identifier ${identifier}`;
}

/** What cannot be read, and the way out. */
export function unreadable(algorithm: string): UserError {
    return new UserError(
        `it is protected with ${algorithm}, which this program cannot read; the passphrase was not tried`,
        "Encrypt it again with AES-256, with the program that made it, or with OpenSSL and its option -legacy.",
    );
}
