/**
 * The bytes of a base64 text (RFC 4648), also in its form for URLs, in quotes, and with line breaks of any kind.
 * @returns undefined when it is something else
 */
export function base64Bytes(text: string): Buffer | undefined {
    const digits = text.replace(/[\s"'\\,]/g, "").replace(/=+$/, "");
    return /^[A-Za-z0-9+/_-]+$/.test(digits) && digits.length % 4 !== 1 ? Buffer.from(digits, "base64") : undefined;
}
