import { createPublicKey, type KeyObject, type X509Certificate } from "node:crypto";

/** Whether a private key is the one of a certificate. */
export function belongTogether(key: KeyObject, { publicKey }: X509Certificate): boolean {
    return createPublicKey(key).equals(publicKey);
}
