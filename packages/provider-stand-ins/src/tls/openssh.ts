import { createPublicKey, type KeyObject } from "node:crypto";

/** OpenSSH's key formats (PROTOCOL.key), as Go's x/crypto/ssh writes them: not encrypted, without a comment. */

interface SshPublicKey {
    readonly type: string;
    readonly blob: Buffer;
}

/** Undefined for a curve that SSH does not know (P-224). */
export function opensshPublicKey(key: KeyObject): SshPublicKey | undefined {
    const type = sshType(key);
    return type === undefined ? undefined : { type, blob: Buffer.concat([field(type), ...publicFields(key)]) };
}

/** Undefined for a curve that SSH does not know. The check bytes are random: they prove a passphrase, if there were one. */
export function opensshPrivateKey(key: KeyObject, checkBytes: Buffer): string | undefined {
    const publicKey = opensshPublicKey(createPublicKey(key));
    if (!publicKey) {
        return undefined;
    }
    const content = Buffer.concat([
        checkBytes,
        checkBytes,
        field(publicKey.type),
        ...privateFields(key),
        field(""), // comment
    ]);
    const padding = Buffer.from(Array.from({ length: (8 - (content.length % 8)) % 8 }, (_, index) => index + 1));
    const file = Buffer.concat([
        Buffer.from("openssh-key-v1\0", "ascii"),
        field("none"), // cipher
        field("none"), // key derivation
        field(""),
        uint32(1),
        field(publicKey.blob),
        field(Buffer.concat([content, padding])),
    ]);
    const lines = file.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

const curves: Readonly<Record<string, string>> = { "P-256": "nistp256", "P-384": "nistp384", "P-521": "nistp521" };

function sshType(key: KeyObject): string | undefined {
    switch (key.asymmetricKeyType) {
        case "rsa":
            return "ssh-rsa";
        case "ed25519":
            return "ssh-ed25519";
        default: {
            // Node cannot write P-224 as a JWK, and SSH does not know it.
            const curve = key.asymmetricKeyDetails?.namedCurve === "secp224r1" ? undefined : curves[jwk(key).crv];
            return curve && `ecdsa-sha2-${curve}`;
        }
    }
}

function publicFields(key: KeyObject): Buffer[] {
    const { e, n, x, y, crv } = jwk(key);
    switch (key.asymmetricKeyType) {
        case "rsa":
            return [number(e), number(n)];
        case "ed25519":
            return [field(bytes(x))];
        default:
            return [field(curves[crv] ?? ""), field(Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)]))];
    }
}

function privateFields(key: KeyObject): Buffer[] {
    const { e, n, d, qi, p, q, x } = jwk(key);
    switch (key.asymmetricKeyType) {
        case "rsa":
            return [n, e, d, qi, p, q].map(number);
        case "ed25519":
            return [field(bytes(x)), field(Buffer.concat([bytes(d), bytes(x)]))];
        default:
            return [...publicFields(createPublicKey(key)), number(d)];
    }
}

/** The key's numbers by their JWK names; a name that the kind of key does not have is the empty text. */
function jwk(key: KeyObject): Record<"crv" | "e" | "n" | "d" | "qi" | "p" | "q" | "x" | "y", string> {
    const { crv = "", e = "", n = "", d = "", qi = "", p = "", q = "", x = "", y = "" } = key.export({ format: "jwk" });
    return { crv, e, n, d, qi, p, q, x, y };
}

const bytes = (base64url: string): Buffer => Buffer.from(base64url, "base64url");

function uint32(value: number): Buffer {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return buffer;
}

function field(content: Buffer | string): Buffer {
    const buffer = Buffer.from(content);
    return Buffer.concat([uint32(buffer.length), buffer]);
}

/** A positive number: no leading zeros, except one where the highest bit is set. */
function number(base64url: string): Buffer {
    let value = bytes(base64url);
    while (value.length > 0 && value[0] === 0) {
        value = value.subarray(1);
    }
    return field((value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value);
}
