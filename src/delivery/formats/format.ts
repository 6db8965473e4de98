import type { Connection } from "../../connection/connection";
import type { PfxOptions } from "../../certificate/pfx";

/** What an exported file is made from. */
export interface ExportContent {
    readonly connection: Connection;
    /** The active certificate in PEM form. */
    readonly certificatePem: string;
    /** Its key and the password that encrypts it in the file. Absent: the file holds no key. */
    readonly key?: ProtectedKey | undefined;
}

/** A private key on its way into a file. */
export interface ProtectedKey {
    /** PEM, not encrypted: a secret. */
    readonly privateKeyPem: string;
    /** Printable ASCII: a secret. */
    readonly password: string;
    /** How a PFX is made of it. */
    readonly pfx: PfxOptions;
}

/** A kind of exported file, known by the ending of its name. */
export interface Format {
    /** What is in the file, in a few words for people. */
    readonly holds: string;
    /** Whether the private key is in the file: always, never, or when a password is given. */
    readonly key: "always" | "never" | "with password";
    /** @throws UserError when the certificate or the key cannot serve. */
    readonly write: (content: ExportContent) => Buffer | string;
}
