import { asn1, pkcs12, pki } from "node-forge";
import { createPrivateKey } from "node:crypto";

/** A PFX file with that certificate and key, encrypted as today's tools do it or as those of Windows Server 2016 do. */
export function pfxOf(
    { certificatePem, privateKeyPem }: { readonly certificatePem: string; readonly privateKeyPem: string },
    passphrase: string,
    algorithm: "aes256" | "3des" = "aes256",
): Buffer {
    const key = createPrivateKey(privateKeyPem).export({ type: "pkcs1", format: "pem" }).toString();
    const file = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), [pki.certificateFromPem(certificatePem)], passphrase, {
        algorithm,
    });
    return Buffer.from(asn1.toDer(file).getBytes(), "latin1");
}
