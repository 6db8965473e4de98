import { UserError } from "../errors/userError";
import { children, damaged, octets, readElement, type Element } from "./ber";
import { addCertificate, addKey, closed, type Reading } from "./keyMaterial";
import { bytesOf, firstPlain, readingsOf } from "./passphrase";
import { decryption } from "./passwordEncryption";
import { isPfx, readPfxContents } from "./pfxContents";

/**
 * Reads a key, a certificate or a PFX file from ASN.1 in binary form, told apart by their structure alone: labels and
 * names of files are often wrong. Whatever follows the first value is ignored, as OpenSSL does.
 * @throws UserError when it is something else, or cannot be read
 */
export function readDer(bytes: Buffer, reading: Reading): void {
    const whole = readElement(bytes);
    const parts = children(whole);
    const shape = parts.map(({ tag }) => tag.toString(16).padStart(2, "0")).join(" ");
    if (/^02 30( 30)?$/.test(shape) && isPfx(parts)) {
        readPfxContents(parts, reading);
    } else if (/^02 30 04/.test(shape)) {
        addKey(reading, whole.encoded, "pkcs8");
    } else if (/^02( 02){8}/.test(shape)) {
        addKey(reading, whole.encoded, "pkcs1");
    } else if (/^02 04/.test(shape)) {
        addKey(reading, whole.encoded, "sec1");
    } else if (shape === "30 04") {
        addKey(reading, decrypted(parts, reading), "pkcs8");
    } else if (shape === "30 30 03" && !isRequest(parts)) {
        addCertificate(reading, whole.encoded);
    } else {
        throw nameOther(shape);
    }
}

/** Encrypted PKCS#8 (RFC 5958 §3). */
function decrypted([algorithm, ciphertext]: readonly Element[], reading: Reading): Buffer {
    const decrypt = decryption(algorithm ?? missing(), reading.budget);
    const encrypted = octets(ciphertext);
    const passphrases = readingsOf(reading.passphrase).flatMap(bytesOf);
    return firstPlain(passphrases, (form) => decrypt(form, encrypted)) ?? fail(closed(reading));
}

/** Of a certificate the second part is an algorithm; of a request it is a name, which consists of sets (RFC 2986). */
function isRequest([content]: readonly Element[]): boolean {
    const [first, second] = children(content ?? missing());
    return first?.tag === 0x02 && second !== undefined && children(second).every(({ tag }) => tag === 0x31);
}

function nameOther(shape: string): UserError {
    switch (shape) {
        case "30 03":
            return new UserError("it is a public key, without a private key or a certificate");
        case "30 30 03":
            return new UserError("it is a certificate signing request, without a private key or a certificate");
        case "06 a0":
            return new UserError(
                "it is a PKCS#7 file (.p7b), which holds certificates and never a private key",
                "Give the certificate by itself: openssl pkcs7 -print_certs.",
            );
        default:
            return damaged();
    }
}

function missing(): never {
    throw damaged();
}

function fail(error: UserError): never {
    throw error;
}
