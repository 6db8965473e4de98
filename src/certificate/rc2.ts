/**
 * Decrypts RC2 in CBC mode (RFC 2268), which is in no cipher list of Node.js, and protects the certificates in PFX files
 * that Windows Server 2016, Java 8 and OpenSSL 1 wrote. For reading only: it is broken.
 * @param effectiveBits how much of the key counts
 * @returns undefined when the padding shows another key
 */
export function decryptRc2(key: Buffer, effectiveBits: number, vector: Buffer, ciphertext: Buffer): Buffer | undefined {
    if (ciphertext.length === 0 || ciphertext.length % 8 !== 0) {
        return undefined;
    }
    const expanded = expandKey(key, effectiveBits);
    const plain = Buffer.alloc(ciphertext.length);
    let previous = vector;
    for (let start = 0; start < ciphertext.length; start += 8) {
        const block = ciphertext.subarray(start, start + 8);
        decryptBlock(expanded, block).forEach((byte, index) => {
            plain[start + index] = byte ^ (previous[index] ?? 0);
        });
        previous = block;
    }
    const padding = plain.at(-1) ?? 0;
    const isPadded = padding >= 1 && padding <= 8 && plain.subarray(-padding).every((byte) => byte === padding);
    return isPadded ? plain.subarray(0, -padding) : undefined;
}

/** RFC 2268 §2: 64 words of 16 bits. */
function expandKey(key: Buffer, effectiveBits: number): readonly number[] {
    const bytes = Buffer.alloc(128);
    key.copy(bytes);
    const at = (index: number): number => bytes[index] ?? 0;
    for (let index = key.length; index < 128; index++) {
        bytes[index] = pi((at(index - 1) + at(index - key.length)) & 0xff);
    }
    const effectiveBytes = Math.ceil(effectiveBits / 8);
    bytes[128 - effectiveBytes] = pi(at(128 - effectiveBytes) & (0xff >> (8 * effectiveBytes - effectiveBits)));
    for (let index = 127 - effectiveBytes; index >= 0; index--) {
        bytes[index] = pi(at(index + 1) ^ at(index + effectiveBytes));
    }
    return Array.from({ length: 64 }, (_, index) => bytes.readUInt16LE(2 * index));
}

/** RFC 2268 §4. */
function decryptBlock(expanded: readonly number[], block: Buffer): Buffer {
    const words = [0, 2, 4, 6].map((offset) => block.readUInt16LE(offset));
    const word = (index: number): number => words[index & 3] ?? 0;
    const rotations = [1, 2, 3, 5];
    let position = 63;
    const mix = (): void => {
        for (let index = 3; index >= 0; index--) {
            const rotation = rotations[index] ?? 0;
            const rotated = ((word(index) << (16 - rotation)) | (word(index) >>> rotation)) & 0xffff;
            const blend = (word(index - 1) & word(index - 2)) + (~word(index - 1) & word(index - 3));
            words[index] = (rotated - (expanded[position--] ?? 0) - blend) & 0xffff;
        }
    };
    const mash = (): void => {
        for (let index = 3; index >= 0; index--) {
            words[index] = (word(index) - (expanded[word(index - 1) & 63] ?? 0)) & 0xffff;
        }
    };
    for (const rounds of [5, 6, 5]) {
        for (let round = 0; round < rounds; round++) {
            mix();
        }
        if (position > 0) {
            mash();
        }
    }
    const plain = Buffer.alloc(8);
    words.forEach((value, index) => plain.writeUInt16LE(value, 2 * index));
    return plain;
}

/** The table of RFC 2268 §2, from the digits of pi. */
const piTable = Buffer.from(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2" +
        "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82" +
        "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
        "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7" +
        "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec" +
        "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
        "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9" +
        "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad",
    "hex",
);

const pi = (index: number): number => piTable[index] ?? 0;
