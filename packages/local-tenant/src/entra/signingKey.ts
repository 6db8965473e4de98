import { createPrivateKey, generateKeyPair } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/**
 * The PEM of the key in the folder, or of a new one. To make an RSA key takes up to a second on a busy machine: whoever
 * needs it waits, the start of the tenant does not.
 */
export async function signingKey(directory: string): Promise<string> {
    const file = path.join(directory, "signing.key");
    if (existsSync(file)) {
        const pem = readFileSync(file, "utf8");
        if (isPrivateKey(pem)) {
            return pem;
        }
    }
    const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    writeFileSync(file, pem, { mode: 0o600 });
    return pem;
}

/** A file that a killed process has left half-written is replaced: no token of that key was ever issued. */
function isPrivateKey(pem: string): boolean {
    try {
        return createPrivateKey(pem).asymmetricKeyType === "rsa";
    } catch {
        return false;
    }
}
