import { UserError } from "../errors/userError";

/**
 * One ASN.1 value (ITU-T X.690). DER is what most programs write; Java's Bouncy Castle and Firefox write PFX files in
 * BER, with lengths that are not announced and strings in pieces, so both are read.
 */
export interface Element {
    readonly tag: number;
    readonly content: Buffer;
    /** The value with its tag and length. */
    readonly encoded: Buffer;
}

/** ASN.1 tags, with the bit of constructed values where they have it. */
export enum Tag {
    Integer = 0x02,
    BitString = 0x03,
    OctetString = 0x04,
    ObjectIdentifier = 0x06,
    Sequence = 0x30,
    Set = 0x31,
    ConstructedOctetString = 0x24,
}

/** `[number]` with constructed content. */
export const context = (number: number): number => 0xa0 | number;

/** Deeper than any key, certificate or PFX; a damaged file must not exhaust the stack. */
const deepest = 24;

/**
 * Reads the first value of the bytes; others may follow it.
 * @throws UserError when it is damaged or cut off
 */
export function readElement(bytes: Buffer, depth = 0): Element {
    const { tag, headerLength, length } = readHeader(bytes, depth);
    if (length !== undefined) {
        const end = headerLength + length;
        if (end > bytes.length) {
            throw new UserError(`it is cut off: it announces ${end} bytes and has ${bytes.length}`);
        }
        return { tag, content: bytes.subarray(headerLength, end), encoded: bytes.subarray(0, end) };
    }
    let position = headerLength;
    while (bytes[position] !== 0 || bytes[position + 1] !== 0) {
        position += readElement(bytes.subarray(position), depth + 1).encoded.length;
    }
    return { tag, content: bytes.subarray(headerLength, position), encoded: bytes.subarray(0, position + 2) };
}

/** The values that a constructed one consists of. */
export function children({ content }: Element): readonly Element[] {
    const elements: Element[] = [];
    for (let position = 0; position < content.length;) {
        const element = readElement(content.subarray(position));
        elements.push(element);
        position += element.encoded.length;
    }
    return elements;
}

/** The bytes of an OCTET STRING, in one piece or in several. */
export function octets(element: Element | undefined, depth = 0): Buffer {
    if (element !== undefined && isOneOf(element, Tag.OctetString, 0x80)) {
        return element.content;
    }
    if (element === undefined || depth > deepest || !isOneOf(element, Tag.ConstructedOctetString, context(0))) {
        throw damaged();
    }
    return Buffer.concat(children(element).map((piece) => octets(piece, depth + 1)));
}

/** An unsigned INTEGER of at most 48 bits. */
export function smallInteger(element: Element | undefined): number {
    if (element?.tag !== Tag.Integer || element.content.length === 0 || element.content.length > 7) {
        throw damaged();
    }
    return Number(BigInt(`0x${element.content.toString("hex")}`));
}

/** The dotted form of an OBJECT IDENTIFIER. */
export function objectIdentifier(element: Element | undefined): string {
    if (element?.tag !== Tag.ObjectIdentifier) {
        throw damaged();
    }
    const arcs: bigint[] = [];
    let arc = 0n;
    for (const byte of element.content) {
        arc = (arc << 7n) | BigInt(byte & 0x7f);
        if (byte < 0x80) {
            arcs.push(arc);
            arc = 0n;
        }
    }
    const [first = 0n, ...rest] = arcs;
    const root = first < 80n ? first / 40n : 2n;
    return [root, first - root * 40n, ...rest].join(".");
}

export function isOneOf({ tag }: Element, ...tags: readonly number[]): boolean {
    return tags.includes(tag);
}

export function damaged(): UserError {
    return new UserError("it is damaged: its structure is not the one of a key, a certificate or a PFX file");
}

function readHeader(
    bytes: Buffer,
    depth: number,
): { readonly tag: number; readonly headerLength: number; readonly length: number | undefined } {
    const [tag, first] = bytes;
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > deepest) {
        throw damaged();
    }
    if (first < 0x80) {
        return { tag, headerLength: 2, length: first };
    }
    const lengthBytes = first & 0x7f;
    if (lengthBytes === 0 && (tag & 0x20) !== 0) {
        return { tag, headerLength: 2, length: undefined };
    }
    if (lengthBytes === 0 || lengthBytes > 6 || bytes.length < 2 + lengthBytes) {
        throw damaged();
    }
    return { tag, headerLength: 2 + lengthBytes, length: bytes.readUIntBE(2, lengthBytes) };
}
