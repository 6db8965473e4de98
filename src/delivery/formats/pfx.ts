import { writePfx } from "../../certificate/pfx";
import type { ExportContent, Format, ProtectedKey } from "./format";
import { UserError } from "../../errors/userError";

/** PKCS#12: what Windows imports and `-CertificateFilePath` takes. */
export const pfxFormat: Format = {
    holds: "certificate and key (PKCS#12); Windows imports it with the classic provider and key spec exchange",
    key: "always",
    write: ({ certificatePem, key }) => {
        if (key === undefined) {
            throw new UserError("a PFX holds the private key, and there is none");
        }
        return pfxOf(certificatePem, key);
    },
};

function pfxOf(certificatePem: string, { privateKeyPem, password, pfx }: ProtectedKey): Buffer {
    return writePfx({ certificatePem, privateKeyPem }, password, pfx);
}

/** The PFX in base64 for a text format, when there is a key. */
export function pfxBase64({ certificatePem, key }: ExportContent): string | undefined {
    return key && pfxOf(certificatePem, key).toString("base64");
}
