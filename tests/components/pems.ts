import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import { certificatePem } from "./mockEngine";

function certificateOf(key: KeyObject): string {
    return toPem(
        selfSigned({
            key,
            serialNumber: Buffer.alloc(16, 1),
            subject: [["2.5.4.3", "exoip.com"]],
            notBefore: new Date("2026-01-01T00:00:00Z"),
            notAfter: new Date("2031-01-01T00:00:00Z"),
        }),
    );
}

const rsa = (modulusLength: number): KeyObject => generateKeyPairSync("rsa", { modulusLength }).privateKey;
const other = rsa(2048);

/** Certificates and keys that serve, and some that do not, in PEM form. */
export const pems = {
    rsa: certificatePem,
    other: certificateOf(other),
    otherKey: other.export({ type: "pkcs8", format: "pem" }).toString(),
    short: certificateOf(rsa(1024)),
    elliptic: certificateOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey),
    ed25519: certificateOf(generateKeyPairSync("ed25519").privateKey),
    encryptedKey: other
        .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "sandbox" })
        .toString(),
    publicKey: createPublicKey(other).export({ type: "spki", format: "pem" }).toString(),
};
