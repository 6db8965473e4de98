import { hash } from "node:crypto";

/** What a key is derived for (RFC 7292 appendix B.3). */
export enum Purpose {
    Key = 1,
    InitializationVector = 2,
    Integrity = 3,
}

/** How a key is derived. */
export interface Derivation {
    /** Node.js' name of the digest. */
    readonly digest: string;
    readonly salt: Buffer;
    readonly iterations: number;
}

/** Big-endian UTF-16 that ends with a zero, also when it is empty: a password as RFC 7292 appendix B.1 wants it. */
export function bmpPassword(password: string): Buffer {
    return Buffer.from(`${password}\0`, "utf16le").swap16();
}

/** The key derivation of RFC 7292 appendix B.2. */
export function pkcs12Key(
    { digest, salt, iterations }: Derivation,
    purpose: Purpose,
    password: Buffer,
    length: number,
): Buffer {
    const blockLength = /384|512/.test(digest) ? 128 : 64;
    const diversifier = Buffer.alloc(blockLength, purpose);
    const input = Buffer.concat([filled(salt, blockLength), filled(password, blockLength)]);
    const key: Buffer[] = [];
    for (let made = 0; made < length;) {
        let block = hash(digest, Buffer.concat([diversifier, input]), "buffer");
        for (let iteration = 1; iteration < iterations; iteration++) {
            block = hash(digest, block, "buffer");
        }
        key.push(block);
        made += block.length;
        addToEachBlock(input, filled(block, blockLength).subarray(0, blockLength));
    }
    return Buffer.concat(key).subarray(0, length);
}

/** The bytes repeated up to a multiple of the block. */
function filled(bytes: Buffer, blockLength: number): Buffer {
    return bytes.length === 0
        ? Buffer.alloc(0)
        : Buffer.alloc(Math.ceil(bytes.length / blockLength) * blockLength, bytes);
}

/** Adds `summand` and 1 to each block of the input, as big-endian numbers without carry beyond the block. */
function addToEachBlock(input: Buffer, summand: Buffer): void {
    for (let start = 0; start < input.length; start += summand.length) {
        let carry = 1;
        for (let index = summand.length - 1; index >= 0; index--) {
            carry += input.readUInt8(start + index) + summand.readUInt8(index);
            input.writeUInt8(carry & 0xff, start + index);
            carry >>= 8;
        }
    }
}
