import { createCipheriv, createHmac, pbkdf2Sync } from "node:crypto";
import * as der from "./der";
import { bmpPassword, pkcs12Key, Purpose } from "./pkcs12Key";

/** How a PFX file is encrypted, in the words of `Export-PfxCertificate -CryptoAlgorithmOption`. */
export enum PfxAlgorithm {
    /** AES-256 and SHA-256: Windows 10 1709, Windows Server 2019, PowerShell 7 and everything later. */
    Aes256Sha256 = "AES256_SHA256",
    /** Triple DES and SHA-1: also Windows Server 2016 and older, which call the other "the password is incorrect". */
    TripleDesSha1 = "TripleDES_SHA1",
}

/** Gives bytes that serve as salt or initialization vector; a purpose always gives the same. */
export type SaltSource = (purpose: string, length: number) => Buffer;

/** An algorithm identifier and what came of it. */
interface Protected {
    readonly algorithm: Buffer;
    readonly value: Buffer;
}

/**
 * Iterations of every key derivation: as many as Java's keytool writes, five times those of OpenSSL and Windows. More
 * hardly protects a weak password, and readers in JavaScript would take seconds.
 */
const pfxIterations = 10_000;

/** The encryption of a bag: PBES2 (RFC 8018 §6.2), or pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C). */
export function encryptBag(
    algorithm: PfxAlgorithm,
    password: string,
    plain: Buffer,
    purpose: string,
    saltOf: SaltSource,
): Protected {
    const iterations = der.unsigned(pfxIterations);
    if (algorithm === PfxAlgorithm.TripleDesSha1) {
        const salt = saltOf(purpose, 8);
        const derivation = { digest: "sha1", salt, iterations: pfxIterations };
        return {
            algorithm: der.sequence(
                der.objectIdentifier("1.2.840.113549.1.12.1.3"),
                der.sequence(der.octetString(salt), iterations),
            ),
            value: encrypt(
                "des-ede3-cbc",
                pkcs12Key(derivation, Purpose.Key, bmpPassword(password), 24),
                pkcs12Key(derivation, Purpose.InitializationVector, bmpPassword(password), 8),
                plain,
            ),
        };
    }
    const salt = saltOf(purpose, 16);
    const vector = saltOf(`${purpose}, initialization vector`, 16);
    const derivation = der.sequence(
        der.objectIdentifier("1.2.840.113549.1.5.12"),
        der.sequence(
            der.octetString(salt),
            iterations,
            der.sequence(der.objectIdentifier("1.2.840.113549.2.9"), der.nullValue()),
        ),
    );
    const cipher = der.sequence(der.objectIdentifier("2.16.840.1.101.3.4.1.42"), der.octetString(vector));
    return {
        algorithm: der.sequence(der.objectIdentifier("1.2.840.113549.1.5.13"), der.sequence(derivation, cipher)),
        value: encrypt("aes-256-cbc", pbkdf2Sync(password, salt, pfxIterations, 32, "sha256"), vector, plain),
    };
}

/** The MacData that guards a PFX's content against changes, and tells a wrong password (RFC 7292 §4 and appendix B). */
export function macData(algorithm: PfxAlgorithm, password: string, content: Buffer, saltOf: SaltSource): Buffer {
    const [digest, identifier, length] =
        algorithm === PfxAlgorithm.TripleDesSha1
            ? (["sha1", "1.3.14.3.2.26", 20] as const)
            : (["sha256", "2.16.840.1.101.3.4.2.1", 32] as const);
    const salt = saltOf("integrity", 16);
    const derivation = { digest, salt, iterations: pfxIterations };
    const mac = createHmac(digest, pkcs12Key(derivation, Purpose.Integrity, bmpPassword(password), length))
        .update(content)
        .digest();
    return der.sequence(
        der.sequence(der.sequence(der.objectIdentifier(identifier), der.nullValue()), der.octetString(mac)),
        der.octetString(salt),
        der.unsigned(pfxIterations),
    );
}

function encrypt(cipherName: string, key: Buffer, vector: Buffer, plain: Buffer): Buffer {
    const cipher = createCipheriv(cipherName, key, vector);
    return Buffer.concat([cipher.update(plain), cipher.final()]);
}
