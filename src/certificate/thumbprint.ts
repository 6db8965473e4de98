/**
 * A thumbprint as people copy it, in the form that is compared: upper-case hex digits alone, 40 (SHA-1) or 64 (SHA-256).
 * Windows' certificate dialog puts an invisible character before it and blanks between the bytes, OpenSSL a name before it
 * and colons.
 * @returns undefined when it is something else
 */
export function readThumbprint(text: string): string | undefined {
    const digits = text
        .replace(/^.*=/s, "")
        .replace(/[\p{Cf}\s:-]/gu, "")
        .toUpperCase();
    return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(digits) ? digits : undefined;
}
