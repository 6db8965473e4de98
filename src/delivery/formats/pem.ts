import { readPrivateKey } from "../../certificate/certificateFacts";
import type { Format } from "./format";

/** The certificate in PEM form, then its key as encrypted PKCS#8 (RFC 5958) when a password is given. */
export const pemFormat: Format = {
    holds: "certificate, and with a password the key (encrypted PKCS#8)",
    key: "with password",
    write: ({ certificatePem, key }) =>
        `${certificatePem.trimEnd()}\n` +
        (key === undefined
            ? ""
            : readPrivateKey(key.privateKeyPem)
                  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: key.password })
                  .toString()),
};
