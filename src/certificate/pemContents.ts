import { UserError } from "../errors/userError";
import { base64Bytes } from "./base64";
import { closed, type Reading } from "./keyMaterial";
import { bytesOf, firstPlain, readingsOf } from "./passphrase";
import { pemDecryption } from "./pemEncryption";

/** Whether a text has a part in PEM form. */
export function isPem(text: string): boolean {
    return begin.test(text);
}

/**
 * The contents of a text in PEM form (RFC 7468), one per part. Line breaks may have become `\n`, blanks or nothing on
 * the way through JSON, YAML, an environment variable or a secret store. Labels are not believed: Windows' certutil
 * writes CERTIFICATE around anything.
 * @returns functions, so that one part that cannot be read does not hide the others
 */
export function pemContents(text: string, reading: Reading): readonly (() => Buffer)[] {
    return text
        .split(/(?=-----\s*BEGIN)/)
        .filter(isPem)
        .map((part) => () => {
            const [, label = ""] = begin.exec(part) ?? [];
            const [, body] = whole.exec(part) ?? [];
            if (body === undefined) {
                throw new UserError(`it is cut off: the line "END ${label}" is missing`);
            }
            const foreign = foreignLabels.find(([pattern]) => pattern.test(label));
            if (foreign !== undefined) {
                throw new UserError(foreign[1], foreign[2]);
            }
            return contentOf(body, reading);
        });
}

const begin = /-----\s*BEGIN\s*([^-]{0,60}?)\s*-----/;
const whole = /-----\s*BEGIN[^-]{0,60}-----([^-]*(?:-(?!----\s*END)[^-]*)*)(?=-----\s*END)/;

/** What is in PEM form, too, and no ASN.1. */
const foreignLabels: readonly (readonly [label: RegExp, evidence: string, remedy: string])[] = [
    [
        /OPENSSH/,
        "it is a private key in OpenSSH's own form",
        "Convert a copy of it to PKCS#8: ssh-keygen -p -m PKCS8 -f <copy>.",
    ],
    [/PGP/, "it is a PGP key, which cannot serve here", "Give a PFX file, or a private key in PEM form."],
];

/** The older form keeps its encryption in two header lines (RFC 1421), which may have lost their line breaks too. */
const header = /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*([A-Za-z0-9-]+)\s*,\s*([\s\S]*)$/;

function contentOf(body: string, reading: Reading): Buffer {
    const [, algorithm, rest] = header.exec(body) ?? [];
    if (algorithm === undefined || rest === undefined) {
        // Other headers, such as a comment, end with an empty line.
        return decoded(body.replace(/^[\s\S]*?:[^\n]*\n\s*\n/, ""));
    }
    const digits = /^AES|^CAMELLIA|^ARIA|^SEED|^SM4/i.test(algorithm) ? 32 : 16;
    const decrypt = pemDecryption(algorithm, Buffer.from(rest.slice(0, digits), "hex"));
    const ciphertext = decoded(rest.slice(digits));
    const plain = firstPlain(readingsOf(reading.passphrase).flatMap(bytesOf), (form) => decrypt(form, ciphertext));
    if (plain === undefined) {
        throw closed(reading);
    }
    return plain;
}

function decoded(body: string): Buffer {
    const bytes = base64Bytes(body);
    if (bytes === undefined) {
        throw new UserError("it is damaged: what is between its lines BEGIN and END is not base64");
    }
    return bytes;
}
