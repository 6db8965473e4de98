import { createHash } from "node:crypto";

/** The namespace of all names below, made once for this package. */
const namespace = Buffer.from("6c1f8f0e5b0a4f6b9a58d2d7c3b1e4a7", "hex");

/**
 * A GUID that is the same for the same parts (UUID version 5, RFC 9562 §5.5): Azure wants one for what people give no
 * name, and a random one would be another at every preview.
 */
export function uuidV5(...parts: readonly string[]): string {
    const bytes = createHash("sha1").update(namespace).update(JSON.stringify(parts)).digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
