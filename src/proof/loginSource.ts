import type { ReadStack } from "../pulumi/readStack";
import type { StackOptions } from "../pulumi/run";

/** Where a stack's outputs are: in the Pulumi stack itself, in what was read of it already, or in a file. */
export type OutputsSource =
    | Omit<StackOptions, "signal">
    | { readonly read: ReadStack }
    | {
          /** Path of a file with the outputs as JSON; `-` is standard input. */
          readonly file: string;
      };

/** Where a private key is when the outputs do not have it, and what opens it. */
export interface KeySource {
    /** Path of a PEM or PFX file. @default the outputs have the key. */
    readonly keyFile?: string | undefined;
    /** Passphrase of the key: a secret. @default the key is not encrypted. */
    readonly passphrase?: string | undefined;
}

/** One login, with one of its certificates. */
export interface CertificateSource {
    readonly source: OutputsSource;
    /** Key of the certificate in the output `certificates`. @default the active one. */
    readonly certificate?: string | undefined;
}

/** One login to verify, and what to call it. */
export interface LoginSource extends CertificateSource {
    readonly name: string;
}
