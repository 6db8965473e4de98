import { readElement } from "./ber";
import { bmpPassword } from "./pkcs12Key";

/** A passphrase as bytes, in the two forms that key derivations take. */
export interface PassphraseBytes {
    /** For PBKDF2, scrypt and the older PBKDF1: UTF-8, as RFC 8018 §3 recommends. */
    readonly plain: Buffer;
    /** For PKCS#12's own derivation (RFC 7292 appendix B.1). */
    readonly pkcs12: Buffer;
}

/**
 * The ways in which a passphrase may have been meant, most likely first: as given; without the byte order mark and the
 * line break that editors and secret stores add; and not at all, for what is protected with an empty passphrase.
 */
export function readingsOf(passphrase: string | undefined): readonly string[] {
    const given = passphrase ?? "";
    const trimmed = given.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "");
    return [...new Set([given, trimmed, ""])];
}

/** The bytes that programs make of a passphrase. They agree on ASCII only. */
export function bytesOf(passphrase: string): readonly PassphraseBytes[] {
    const utf8 = Buffer.from(passphrase, "utf8");
    const usual = { plain: utf8, pkcs12: bmpPassword(passphrase) };
    if (passphrase === "") {
        // Some programs derive from nothing where others derive from the final zero.
        return [usual, { plain: utf8, pkcs12: Buffer.alloc(0) }];
    }
    if (/^[\0-\x7f]*$/.test(passphrase)) {
        return [usual];
    }
    return [
        usual,
        // Older versions of OpenSSL take each byte for a character.
        { plain: Buffer.from(passphrase, "latin1"), pkcs12: bmpPassword(utf8.toString("latin1")) },
    ];
}

/** The first result that is a whole ASN.1 sequence: padding alone is right by chance once in 256 times. */
export function firstPlain(
    passphrases: readonly PassphraseBytes[],
    decrypt: (form: PassphraseBytes) => Buffer | undefined,
): Buffer | undefined {
    for (const form of passphrases) {
        const plain = decrypt(form);
        if (plain !== undefined && isSequence(plain)) {
            return plain;
        }
    }
    return undefined;
}

function isSequence(bytes: Buffer): boolean {
    try {
        return bytes[0] === 0x30 && readElement(bytes).encoded.length === bytes.length;
    } catch {
        return false;
    }
}
