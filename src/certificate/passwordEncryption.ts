import { createHmac, hash, pbkdf2Sync, scryptSync, type ScryptOptions } from "node:crypto";
import { UserError } from "../errors/userError";
import { children, damaged, isOneOf, objectIdentifier, octets, smallInteger, Tag, type Element } from "./ber";
import { decipher } from "./decipher";
import type { DerivationBudget } from "./derivationBudget";
import { digests } from "./digests";
import { ciphers, hmacs, nameOf, olderSchemes, unreadable } from "./encryptionAlgorithms";
import type { PassphraseBytes } from "./passphrase";
import { pkcs12Key, Purpose } from "./pkcs12Key";

/** Decrypts with one form of the passphrase; undefined when the padding shows another passphrase. */
export type Decrypt = (passphrase: PassphraseBytes, ciphertext: Buffer) => Buffer | undefined;

/**
 * What decrypts the content that an algorithm identifier describes: PBES2 (RFC 8018 §6.2), PBES1 (§6.1) or one of
 * PKCS#12's own (RFC 7292 appendix C). Nothing is derived before the identifier has been read whole.
 * @throws UserError that names the algorithm when it cannot be read here, or when it asks for too much work
 */
export function decryption(algorithm: Element, budget: DerivationBudget): Decrypt {
    const [type, parameters] = children(algorithm);
    const identifier = objectIdentifier(type);
    if (identifier === pbes2) {
        return modern(parameters, budget);
    }
    const scheme = olderSchemes[identifier];
    if (scheme === undefined) {
        throw unreadable(nameOf(identifier));
    }
    const [salt, iterations] = children(parameters ?? missing());
    const derivation = { digest: scheme.digest, salt: octets(salt), iterations: budget.older(iterations) };
    return (passphrase, ciphertext) => {
        const [key, vector] = scheme.isPkcs12
            ? [
                  pkcs12Key(derivation, Purpose.Key, passphrase.pkcs12, scheme.keyLength),
                  pkcs12Key(derivation, Purpose.InitializationVector, passphrase.pkcs12, 8),
              ]
            : halves(pbkdf1(derivation, passphrase.plain));
        return decipher(scheme.cipher, key, vector, ciphertext);
    };
}

/** A message authentication code by PBMAC1 (RFC 8018 §7.1), as OpenSSL 3.4 offers it for PFX files. */
export function pbmac1(
    parameters: Element | undefined,
    budget: DerivationBudget,
): (passphrase: PassphraseBytes, content: Buffer) => Buffer {
    const [derivation, scheme] = children(parameters ?? missing());
    const digest = hmacDigest(scheme);
    const derive = keyDerivation(derivation, 64, budget);
    return ({ plain }, content) => createHmac(digest, derive(plain)).update(content).digest();
}

/** The digest that an algorithm identifier names, in Node.js' words. */
export function digestOf(algorithm: Element | undefined): string {
    const identifier = objectIdentifier(children(algorithm ?? missing())[0]);
    return digests[identifier] ?? fail(unreadable(`the digest ${nameOf(identifier)}`));
}

/** scrypt's memory, 128·N·r bytes (RFC 7914 §2), and its repetitions. OpenSSL writes 16 MiB and 1. */
const mostScryptMemory = 256 * 1024 * 1024;
const mostScryptRepetitions = 16;

const pbes2 = "1.2.840.113549.1.5.13";
const pbkdf2 = "1.2.840.113549.1.5.12";
const scrypt = "1.3.6.1.4.1.11591.4.11";

function modern(parameters: Element | undefined, budget: DerivationBudget): Decrypt {
    const [derivation, encryption] = children(parameters ?? missing());
    const [type, vector] = children(encryption ?? missing());
    const identifier = objectIdentifier(type);
    const [cipher, keyLength] = ciphers[identifier] ?? fail(unreadable(nameOf(identifier)));
    const derive = keyDerivation(derivation, keyLength, budget);
    const initialization = octets(vector);
    return ({ plain }, ciphertext) => decipher(cipher, derive(plain), initialization, ciphertext);
}

function keyDerivation(
    algorithm: Element | undefined,
    keyLength: number,
    budget: DerivationBudget,
): (passphrase: Buffer) => Buffer {
    const [type, parameters] = children(algorithm ?? missing());
    const identifier = objectIdentifier(type);
    const [salt, ...rest] = children(parameters ?? missing());
    if (identifier === pbkdf2) {
        const [count, ...optional] = rest;
        const iterations = budget.pbkdf2(count);
        // A length that is given is the cipher's; of PBMAC1 it says how long the key is.
        const length = optional.find((part) => isOneOf(part, Tag.Integer));
        const prf = optional.find((part) => isOneOf(part, Tag.Sequence));
        const digest = prf === undefined ? "sha1" : hmacDigest(prf);
        const bytes = length === undefined ? keyLength : Math.min(smallInteger(length), 128);
        return (passphrase) => pbkdf2Sync(passphrase, octets(salt), iterations, bytes, digest);
    }
    if (identifier === scrypt) {
        const [cost = 0, blockSize = 0, parallelization = 0] = rest.slice(0, 3).map(smallInteger);
        const options = scryptOptions(cost, blockSize, parallelization);
        return (passphrase) => scryptSync(passphrase, octets(salt), keyLength, options);
    }
    throw unreadable(`a key derivation that is not known here (${identifier})`);
}

/** @throws UserError when that is too much memory or work, or none of scrypt's parameters */
function scryptOptions(cost: number, blockSize: number, parallelization: number): ScryptOptions {
    const memory = 128 * cost * blockSize;
    if (memory > mostScryptMemory || parallelization > mostScryptRepetitions) {
        const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;
        throw new UserError(
            `its key derivation (scrypt) asks for ${mebibytes(memory)} of memory ${parallelization} times; the limit is ${mebibytes(mostScryptMemory)} ${mostScryptRepetitions} times`,
            "Encrypt it again with less.",
        );
    }
    if (cost < 2 || (cost & (cost - 1)) !== 0 || blockSize < 1 || parallelization < 1) {
        throw damaged();
    }
    return { cost, blockSize, parallelization, maxmem: 2 * memory + 1024 * 1024 };
}

function hmacDigest(algorithm: Element | undefined): string {
    const identifier = objectIdentifier(children(algorithm ?? missing())[0]);
    return hmacs[identifier] ?? fail(unreadable(`a pseudorandom function that is not known here (${identifier})`));
}

function pbkdf1(
    { digest, salt, iterations }: { readonly digest: string; readonly salt: Buffer; readonly iterations: number },
    passphrase: Buffer,
): Buffer {
    let key = hash(digest, Buffer.concat([passphrase, salt]), "buffer");
    for (let iteration = 1; iteration < iterations; iteration++) {
        key = hash(digest, key, "buffer");
    }
    return key;
}

const halves = (key: Buffer): readonly [Buffer, Buffer] => [key.subarray(0, 8), key.subarray(8, 16)];

function missing(): never {
    throw damaged();
}

function fail(error: UserError): never {
    throw error;
}
