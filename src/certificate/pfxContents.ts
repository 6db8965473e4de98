import { createHmac } from "node:crypto";
import { UserError } from "../errors/userError";
import { children, damaged, objectIdentifier, octets, readElement, type Element } from "./ber";
import { addCertificate, addKey, attempt, closed, type Reading } from "./keyMaterial";
import { bytesOf, firstPlain, readingsOf, type PassphraseBytes } from "./passphrase";
import { decryption, digestOf, pbmac1 } from "./passwordEncryption";
import { pkcs12Key, Purpose } from "./pkcs12Key";

/** Whether a value is a PFX file: a version, and then content of PKCS#7 (RFC 7292 §4). */
export function isPfx([, authSafe]: readonly Element[]): boolean {
    try {
        return objectIdentifier(children(authSafe ?? missing())[0]).startsWith("1.2.840.113549.1.7.");
    } catch {
        return false;
    }
}

/**
 * Reads all keys and certificates of a PFX file.
 * @throws UserError when the passphrase does not open it, or when what protects it cannot be read here
 */
export function readPfxContents([, authSafe, mac]: readonly Element[], reading: Reading): void {
    const [type, content] = children(authSafe ?? missing());
    if (objectIdentifier(type) !== data) {
        throw new UserError("it is a PFX file that is protected with certificates instead of a passphrase");
    }
    const safe = octets(children(content ?? missing())[0]);
    const passphrases = mac === undefined ? readingsOf(reading.passphrase) : opening(mac, safe, reading);
    if (passphrases.length === 0) {
        throw closed(reading);
    }
    const opener: Opener = { passphrases: passphrases.flatMap(bytesOf), isVerified: mac !== undefined };
    for (const part of children(readElement(safe))) {
        attempt(reading, () => {
            readBags(bagsOf(part, opener, reading), opener, reading);
        });
    }
}

/** The content types of PKCS#7 (RFC 5652) that are met in a PFX file. */
const data = "1.2.840.113549.1.7.1";
const encryptedData = "1.2.840.113549.1.7.6";

/** How deep Java and OpenSSL would nest safes: not at all. */
const deepestSafe = 4;

interface Opener {
    readonly passphrases: readonly PassphraseBytes[];
    /** Whether the integrity of the file has shown that the passphrase is the right one. */
    readonly isVerified: boolean;
}

/** The readings of the passphrase with which the file's integrity can be verified (RFC 7292 §5.1). */
function opening(mac: Element, safe: Buffer, { passphrase, budget }: Reading): readonly string[] {
    const [digestInfo, salt, count] = children(mac);
    const [algorithm, digest] = children(digestInfo ?? missing());
    const [type, parameters] = children(algorithm ?? missing());
    const expected = octets(digest);
    let authenticate: (passphrase: PassphraseBytes) => Buffer;
    if (objectIdentifier(type) === "1.2.840.113549.1.5.14") {
        const code = pbmac1(parameters, budget);
        authenticate = (form) => code(form, safe);
    } else {
        const name = digestOf(algorithm);
        const derivation = { digest: name, salt: octets(salt), iterations: budget.older(count) };
        authenticate = ({ pkcs12 }) =>
            createHmac(name, pkcs12Key(derivation, Purpose.Integrity, pkcs12, expected.length))
                .update(safe)
                .digest();
    }
    return readingsOf(passphrase)
        .filter((text) => bytesOf(text).some((form) => authenticate(form).equals(expected)))
        .slice(0, 1);
}

function bagsOf(part: Element, opener: Opener, reading: Reading): Buffer {
    const [type, content] = children(part);
    const [value] = children(content ?? missing());
    switch (objectIdentifier(type)) {
        case data:
            return octets(value);
        case encryptedData: {
            const [, encrypted] = children(value ?? missing());
            const [, algorithm, ciphertext] = children(encrypted ?? missing());
            return open(algorithm, octets(ciphertext), opener, reading);
        }
        default:
            throw new UserError("it is a PFX file with a part that is encrypted for a certificate");
    }
}

function readBags(safe: Buffer, opener: Opener, reading: Reading, depth = 0): void {
    for (const bag of children(readElement(safe))) {
        attempt(reading, () => {
            readBag(bag, opener, reading, depth);
        });
    }
}

/** The bags of RFC 7292 §4.2; revocation lists and Java's secrets are of no use here. */
function readBag(bag: Element, opener: Opener, reading: Reading, depth: number): void {
    const [type, holder] = children(bag);
    const [value] = children(holder ?? missing());
    switch (objectIdentifier(type)) {
        case "1.2.840.113549.1.12.10.1.1":
            addKey(reading, value?.encoded ?? missing(), "pkcs8");
            return;
        case "1.2.840.113549.1.12.10.1.2": {
            const [algorithm, ciphertext] = children(value ?? missing());
            addKey(reading, open(algorithm, octets(ciphertext), opener, reading), "pkcs8");
            return;
        }
        case "1.2.840.113549.1.12.10.1.3": {
            const [, certificate] = children(value ?? missing());
            addCertificate(reading, octets(children(certificate ?? missing())[0]));
            return;
        }
        case "1.2.840.113549.1.12.10.1.6":
            if (depth < deepestSafe) {
                readBags(value?.encoded ?? missing(), opener, reading, depth + 1);
            }
    }
}

function open(algorithm: Element | undefined, ciphertext: Buffer, opener: Opener, reading: Reading): Buffer {
    const decrypt = decryption(algorithm ?? missing(), reading.budget);
    const plain = firstPlain(opener.passphrases, (form) => decrypt(form, ciphertext));
    if (plain !== undefined) {
        return plain;
    }
    throw opener.isVerified
        ? new UserError("the passphrase opens the PFX file, and a part of it has another passphrase")
        : closed(reading);
}

function missing(): never {
    throw damaged();
}
