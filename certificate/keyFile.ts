import { createPrivateKey, type KeyObject } from "node:crypto";
import type { asn1, pkcs12 } from "node-forge";
import { CertificateError, readPrivateKey } from "./certificateFacts";

/**
 * Reads the private key of a file: PEM (PKCS#1 or PKCS#8, encrypted or not) or PFX, which is PKCS#12 (RFC 7292).
 * @param passphrase what the file is encrypted with, if it is
 * @returns the key in PEM form, PKCS#8 and not encrypted: a secret
 * @throws CertificateError for anything else, and for a wrong or missing passphrase. The message holds no part of either.
 */
export async function readKeyFile(content: Buffer, passphrase?: string): Promise<string> {
    const text = content.toString("latin1");
    const key = text.includes("-----BEGIN ") ? keyOfPem(text, passphrase) : await keyOfPfx(text, passphrase);
    return key.export({ type: "pkcs8", format: "pem" }).toString();
}

const missing = "it is encrypted, and no passphrase was given";
const wrong = "the passphrase does not open it";

function keyOfPem(pem: string, passphrase: string | undefined): KeyObject {
    // PKCS#8 says it in the label, the older form in a header (RFC 1421).
    if (!/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(pem)) {
        return readPrivateKey(pem);
    }
    if (passphrase === undefined) {
        throw new CertificateError(missing);
    }
    try {
        return createPrivateKey({ key: pem, passphrase });
    } catch {
        throw new CertificateError(wrong);
    }
}

async function keyOfPfx(der: string, passphrase: string | undefined): Promise<KeyObject> {
    // Loaded here, because few need it: Node.js itself gives no key of a PFX away.
    const { asn1, pkcs12, pki, util } = (await import("node-forge")).default;
    let file: asn1.Asn1;
    try {
        file = asn1.fromDer(der);
    } catch {
        throw new CertificateError("it is neither a private key in PEM form nor a PFX file");
    }
    const keyBags = (contents: pkcs12.Pkcs12Pfx): pkcs12.Bag[] =>
        ["pkcs8ShroudedKeyBag", "keyBag"]
            .map((name) => pki.oids[name] ?? "")
            .flatMap((bagType) => contents.getBags({ bagType })[bagType] ?? []);
    const readings = [
        () => pkcs12.pkcs12FromAsn1(file, passphrase ?? ""),
        // node-forge takes the passphrase in one form for integrity and decryption; the AES of today's files wants UTF-8
        // for the latter (RFC 8018 §3), which differs beyond ASCII. Padding and form still tell a wrong one.
        () => pkcs12.pkcs12FromAsn1(withoutIntegrity(file), util.encodeUtf8(passphrase ?? "")),
    ];
    let bags: pkcs12.Bag[] | undefined;
    for (const read of readings) {
        try {
            bags ??= keyBags(read());
        } catch {
            // The other reading may do.
        }
    }
    if (bags === undefined) {
        throw new CertificateError(passphrase === undefined ? missing : wrong);
    }
    const key = bags.find((bag) => bag.key)?.key;
    if (!key) {
        throw new CertificateError("it holds no RSA private key");
    }
    return createPrivateKey(pki.privateKeyToPem(key));
}

/** The PFX without its MacData, the last of its three parts (RFC 7292 §4). */
function withoutIntegrity(file: asn1.Asn1): asn1.Asn1 {
    return { ...file, value: file.value.slice(0, 2) };
}
