import { createDecipheriv } from "node:crypto";
import { decryptRc2 } from "./rc2";

/** Decrypts in CBC mode; undefined when the padding shows another key. */
export function decipher(cipher: string, key: Buffer, vector: Buffer, ciphertext: Buffer): Buffer | undefined {
    const [, bits] = /^rc2-(\d+)$/.exec(cipher) ?? [];
    if (bits !== undefined) {
        return decryptRc2(key, Number(bits), vector, ciphertext);
    }
    // Node.js has Triple DES alone: with one key three times it is DES, with two keys the older form of itself.
    const isDes = cipher === "des-cbc";
    const repeated = isDes || cipher === "des-ede3-cbc" ? Buffer.concat([key, key, key]).subarray(0, 24) : key;
    try {
        const stream = createDecipheriv(isDes ? "des-ede3-cbc" : cipher, repeated, vector);
        return Buffer.concat([stream.update(ciphertext), stream.final()]);
    } catch {
        return undefined;
    }
}
