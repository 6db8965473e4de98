/** Where a stack's outputs are: in the Pulumi stack itself, or in a file. */
export type OutputsSource =
    | {
          readonly stack: string;
          /** Folder of the Pulumi project. @default the current folder. */
          readonly cwd?: string | undefined;
      }
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

/** One login to verify, and what to call it. */
export interface LoginSource {
    readonly name: string;
    readonly source: OutputsSource;
}
