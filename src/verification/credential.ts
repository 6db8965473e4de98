/** What the sign-in proves itself with. */
export interface Credential {
    /** The certificate in PEM form. */
    readonly certificatePem: string;
    /** Its private key in PEM form, PKCS#1 or PKCS#8, not encrypted. It appears in no result, event or error. */
    readonly privateKeyPem: string;
}
