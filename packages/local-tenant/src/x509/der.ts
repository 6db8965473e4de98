/** The few ASN.1 types of certificates and PKCS#12 files, in DER (ITU-T X.690). Each function returns a complete encoded value. */

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
    const content = Buffer.concat(parts);
    if (content.length < 0x80) {
        return Buffer.concat([Buffer.from([tag, content.length]), content]);
    }
    const hex = content.length.toString(16);
    const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
    return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);
/** DER sorts a SET OF by encoding. */
export const setOf = (parts: readonly Buffer[]): Buffer =>
    tlv(0x31, ...[...parts].sort((a, b) => Buffer.compare(a, b)));
export const octetString = (value: Buffer): Buffer => tlv(0x04, value);
export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]));
export const nullValue = (): Buffer => tlv(0x05);
export const utf8String = (value: string): Buffer => tlv(0x0c, Buffer.from(value, "utf8"));
export const printableString = (value: string): Buffer => tlv(0x13, Buffer.from(value, "ascii"));
/** UTF-16, big-endian. */
export const bmpString = (value: string): Buffer => tlv(0x1e, Buffer.from(value, "utf16le").swap16());
/** `[number]` with constructed content. */
export const explicit = (number: number, ...parts: readonly Buffer[]): Buffer => tlv(0xa0 | number, ...parts);
/** `[number]` IMPLICIT with primitive content. */
export const implicit = (number: number, value: Buffer): Buffer => tlv(0x80 | number, value);
export const bitString = (value: Buffer, unusedBits = 0): Buffer => tlv(0x03, Buffer.from([unusedBits]), value);

/** An unsigned integer from its big-endian bytes. */
export function integer(bytes: Buffer): Buffer {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) {
        start++;
    }
    const value = bytes.subarray(start);
    return tlv(0x02, (value[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0), value);
}

/** An unsigned integer of at most 48 bits. */
export function unsigned(value: number): Buffer {
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(value, 0, 6);
    return integer(bytes);
}

/** An object identifier from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
    const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
        const septets = [arc & 0x7f];
        for (let remaining = Math.floor(arc / 128); remaining > 0; remaining = Math.floor(remaining / 128)) {
            septets.unshift((remaining & 0x7f) | 0x80);
        }
        return septets;
    });
    return tlv(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after, in whole seconds (RFC 5280 §4.1.2.5). */
export function time(date: Date): Buffer {
    const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
    return date.getUTCFullYear() < 2050
        ? tlv(0x17, Buffer.from(digits.slice(2), "ascii"))
        : tlv(0x18, Buffer.from(digits, "ascii"));
}
