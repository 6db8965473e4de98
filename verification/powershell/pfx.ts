import { createPrivateKey, randomBytes } from "node:crypto";
import type { Credential } from "../credential";

/** A PFX in base64 and what opens it; both are secret, because they travel together. */
export interface Pfx {
    readonly pfx: string;
    readonly password: string;
}

/** Certificate and key in the one form that .NET Framework and .NET both read from memory, with a password made up here. */
export async function pfxOf({ certificatePem, privateKeyPem }: Credential): Promise<Pfx> {
    // Loaded here, because few need it.
    const { asn1, pkcs12, pki } = (await import("node-forge")).default;
    const password = randomBytes(24).toString("base64url");
    const key = createPrivateKey(privateKeyPem).export({ type: "pkcs1", format: "pem" }).toString();
    const file = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), [pki.certificateFromPem(certificatePem)], password, {
        // What Windows Server 2016 reads too; the file never leaves memory and pipe.
        algorithm: "3des",
    });
    return { pfx: Buffer.from(asn1.toDer(file).getBytes(), "latin1").toString("base64"), password };
}
