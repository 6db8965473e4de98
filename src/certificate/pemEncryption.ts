import { createHash } from "node:crypto";
import { decipher } from "./decipher";
import { unreadable } from "./encryptionAlgorithms";
import type { Decrypt } from "./passwordEncryption";

/** How a key in the older PEM form is encrypted: the algorithm and the initialization vector of its DEK-Info (RFC 1421). */
export function pemDecryption(algorithm: string, vector: Buffer): Decrypt {
    const known = pemCiphers[algorithm.toUpperCase()];
    if (known === undefined) {
        throw unreadable(algorithm);
    }
    const [cipher, keyLength] = known;
    return ({ plain }, ciphertext) => decipher(cipher, pemKey(plain, vector, keyLength), vector, ciphertext);
}

const pemCiphers: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
    "DES-CBC": ["des-cbc", 8],
    "DES-EDE-CBC": ["des-ede3-cbc", 16],
    "DES-EDE3-CBC": ["des-ede3-cbc", 24],
    "RC2-40-CBC": ["rc2-40", 5],
    "RC2-64-CBC": ["rc2-64", 8],
    "RC2-CBC": ["rc2-128", 16],
    "AES-128-CBC": ["aes-128-cbc", 16],
    "AES-192-CBC": ["aes-192-cbc", 24],
    "AES-256-CBC": ["aes-256-cbc", 32],
    "CAMELLIA-128-CBC": ["camellia-128-cbc", 16],
    "CAMELLIA-192-CBC": ["camellia-192-cbc", 24],
    "CAMELLIA-256-CBC": ["camellia-256-cbc", 32],
};

/** EVP_BytesToKey of OpenSSL with MD5 and one iteration; the salt is the first 8 bytes of the vector. */
function pemKey(passphrase: Buffer, vector: Buffer, length: number): Buffer {
    let key = Buffer.alloc(0);
    let block = Buffer.alloc(0);
    while (key.length < length) {
        block = createHash("md5")
            .update(Buffer.concat([block, passphrase, vector.subarray(0, 8)]))
            .digest();
        key = Buffer.concat([key, block]);
    }
    return key.subarray(0, length);
}
