/**
 * The text of a file, whatever program wrote it: UTF-8 with or without a byte order mark, or UTF-16 as Windows PowerShell
 * 5.1 writes it (`>` and `Out-File`; learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding).
 * UTF-16 without a mark is recognized by the zero bytes of its ASCII characters. The mark does not belong to the text.
 */
export function decodeText(bytes: Uint8Array): string {
    return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** The first line of a text: what a file with a password or passphrase holds, whether or not an editor ended the line. */
export function firstLine(text: string): string {
    return text.split(/\r\n|\r|\n/, 1)[0] ?? "";
}

/** The encoding of a text, by its first bytes. */
export function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
    const [first, second, third, fourth] = bytes;
    if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && (third === undefined || fourth === 0))) {
        return "utf-16le";
    }
    if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && (third === undefined || third === 0))) {
        return "utf-16be";
    }
    return "utf-8";
}
