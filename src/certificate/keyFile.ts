import { createPrivateKey, type KeyObject } from "node:crypto";
import type { asn1, pkcs12 } from "node-forge";
import { readPrivateKey } from "./certificateFacts";
import { isEncryptedPem } from "./pemProblems";
import { UserError } from "../errors/userError";

/**
 * Reads the private key of a file: PEM (PKCS#1 or PKCS#8, encrypted or not) or PFX, which is PKCS#12 (RFC 7292).
 * @param passphrase what the file is encrypted with, if it is
 * @returns the key in PEM form, PKCS#8 and not encrypted: a secret
 * @throws UserError for anything else, and for a wrong or missing passphrase. The message holds no part of either.
 */
export async function readKeyFile(content: Buffer, passphrase?: string): Promise<string> {
    const text = content.toString("latin1");
    const key = text.includes("-----BEGIN ") ? keyOfPem(text, passphrase) : await keyOfPfx(text, passphrase);
    return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/**
 * Reads private key and certificates of a PFX.
 * @returns one PEM text with the key, not encrypted, and then the certificates: a secret
 * @throws UserError as {@link readKeyFile} does, and when there is no certificate
 */
export async function readPfx(content: Buffer, passphrase?: string): Promise<string> {
    const contents = await openPfx(content.toString("latin1"), passphrase);
    const { pki } = (await import("node-forge")).default;
    const certificates = bagsOf(contents, [pki.oids["certBag"]]).flatMap(({ cert }) => cert ?? []);
    if (certificates.length === 0) {
        throw new UserError("it holds no certificate");
    }
    const key = (await keyIn(contents)).export({ type: "pkcs8", format: "pem" });
    return [key, ...certificates.map((certificate) => pki.certificateToPem(certificate))].join("\n");
}

const missing = "it is encrypted, and no passphrase was given";
const wrong = "the passphrase does not open it";

function keyOfPem(pem: string, passphrase: string | undefined): KeyObject {
    if (!isEncryptedPem(pem)) {
        return readPrivateKey(pem);
    }
    if (passphrase === undefined) {
        throw new UserError(missing);
    }
    try {
        return createPrivateKey({ key: pem, passphrase });
    } catch {
        throw new UserError(wrong);
    }
}

async function keyOfPfx(der: string, passphrase: string | undefined): Promise<KeyObject> {
    return keyIn(await openPfx(der, passphrase));
}

async function openPfx(der: string, passphrase: string | undefined): Promise<pkcs12.Pkcs12Pfx> {
    // Loaded here, because few need it: Node.js itself gives no key of a PFX away.
    const { asn1, pkcs12, util } = (await import("node-forge")).default;
    let file: asn1.Asn1;
    try {
        file = asn1.fromDer(der);
    } catch {
        throw new UserError("it is neither a private key in PEM form nor a PFX file");
    }
    const readings = [
        () => pkcs12.pkcs12FromAsn1(file, passphrase ?? ""),
        // node-forge takes the passphrase in one form for integrity and decryption; the AES of today's files wants UTF-8
        // for the latter (RFC 8018 §3), which differs beyond ASCII. Padding and form still tell a wrong one.
        () => pkcs12.pkcs12FromAsn1(withoutIntegrity(file), util.encodeUtf8(passphrase ?? "")),
    ];
    for (const read of readings) {
        try {
            return read();
        } catch {
            // The other reading may do.
        }
    }
    throw new UserError(passphrase === undefined ? missing : wrong);
}

async function keyIn(contents: pkcs12.Pkcs12Pfx): Promise<KeyObject> {
    const { pki } = (await import("node-forge")).default;
    const { pkcs8ShroudedKeyBag, keyBag } = pki.oids;
    const key = bagsOf(contents, [pkcs8ShroudedKeyBag, keyBag]).find((bag) => bag.key)?.key;
    if (!key) {
        throw new UserError("it holds no RSA private key");
    }
    return createPrivateKey(pki.privateKeyToPem(key));
}

function bagsOf(contents: pkcs12.Pkcs12Pfx, types: readonly (string | undefined)[]): pkcs12.Bag[] {
    return types.flatMap((bagType = "") => contents.getBags({ bagType })[bagType] ?? []);
}

/** The PFX without its MacData, the last of its three parts (RFC 7292 §4). */
function withoutIntegrity(file: asn1.Asn1): asn1.Asn1 {
    return { ...file, value: file.value.slice(0, 2) };
}
