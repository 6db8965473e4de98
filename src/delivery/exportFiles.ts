import { certificateFacts, certificateProblem } from "../certificate/certificateFacts";
import type { ExportContent } from "./formats/format";
import { formatOf, formats } from "./formats/formats";
import { writeFiles, type NewFile, type WriteOptions } from "./writeFiles";
import { UserError } from "../errors/userError";

/** How files are exported. */
export interface ExportOptions extends WriteOptions {
    /** Export a certificate that has expired. @default false, it is refused. */
    readonly allowExpired?: boolean | undefined;
    /** Put the password, with a line break, into this file too. */
    readonly passwordFile?: string | undefined;
    /** The time by which a certificate has expired. @default now. */
    readonly now?: Date | undefined;
}

/** What was written where: plain data, nothing in it is secret. */
export interface ExportedFile {
    readonly path: string;
    /** Whether the file holds the private key, encrypted with the password. */
    readonly holdsKey: boolean;
    /** SHA-1 thumbprint of the certificate in it: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** Last second of that certificate: RFC 3339, UTC, whole seconds. */
    readonly notAfter: string;
}

/**
 * Writes certificate, key and connection in the formats that the names of the files ask for, all of them or none.
 * @throws UserError when the content cannot serve, or a file cannot be written.
 * @throws UserError when a PFX cannot be made of it.
 */
export function exportFiles(
    paths: readonly string[],
    content: ExportContent,
    { allowExpired = false, passwordFile, now = new Date(), force }: ExportOptions = {},
): readonly ExportedFile[] {
    checkContent(content, allowExpired, now);
    const { thumbprint, notAfter } = certificateFacts(content.certificatePem);
    const files = paths.map((path) => {
        const format = formatOf(path);
        if (format === undefined) {
            throw new UserError(
                `${path}: its name says no format`,
                `Let it end in ${Object.keys(formats).join(", ")}.`,
            );
        }
        const holdsKey = format.key !== "never" && content.key !== undefined;
        return { path, holdsKey, content: format.write(content) };
    });
    const written: NewFile[] = files.map((file) => ({ ...file, mode: 0o600 }));
    if (passwordFile !== undefined && content.key !== undefined) {
        written.push({ path: passwordFile, content: `${content.key.password}\n`, mode: 0o600 });
    }
    writeFiles(written, { force });
    return files.map(({ path, holdsKey }) => ({ path, holdsKey, thumbprint, notAfter }));
}

function checkContent({ connection, certificatePem, key }: ExportContent, allowExpired: boolean, now: Date): void {
    const problem = certificateProblem(certificatePem, key?.privateKeyPem);
    if (problem !== undefined) {
        throw new UserError(`the certificate cannot be exported: ${problem}`);
    }
    const { thumbprint, notAfter } = certificateFacts(certificatePem);
    if (thumbprint !== connection.thumbprint) {
        throw new UserError(
            `the connection is for the certificate ${connection.thumbprint}, and this is ${thumbprint}; take both from one state of the stack`,
        );
    }
    if (now > new Date(notAfter) && !allowExpired) {
        throw new UserError(
            `the certificate expired on ${notAfter}, and nobody can sign in with it`,
            "Renew it, or allow an expired certificate.",
        );
    }
}
