import type { Format } from "./format";
import { pfxBase64 } from "./pfx";

/** Everything in one document, which `--file` reads like a stack's outputs; `pfx` is there when a password is given. */
export const jsonFormat: Format = {
    holds: "connection and certificate, and with a password the PFX in base64",
    key: "with password",
    write: (content) => {
        const { connection, certificatePem } = content;
        return `${JSON.stringify({ connection, certificatePem, pfx: pfxBase64(content) }, undefined, 4)}\n`;
    },
};
