import type { Connection } from "../../connection/connection";
import type { CertificateSource } from "../connectCommand";

/** A machine or service that runs the script. */
export interface Host {
    /** One line for a list of hosts. */
    readonly description: string;
    /** Where the script takes its certificate from there. */
    readonly certificate: CertificateSource;
    /** The folder of the script, below the one that everything is written to. */
    readonly scriptFolder: string;
    /**
     * Whether it takes a file without a byte order mark for one in the machine's old code page, as Windows PowerShell does
     * (learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding).
     */
    readonly needsByteOrderMark?: boolean;
    /** Whether all that it runs is one file, so that a script of the user's own cannot stand beside it. */
    readonly takesOneFile?: boolean;
    /** The files that make the host run the script, by path below the same folder. */
    readonly files: (run: ScheduledScript) => Readonly<Record<string, string>>;
}

/** What a host runs. */
export interface ScheduledScript {
    readonly connection: Connection;
    /** The name of the script's file. */
    readonly fileName: string;
    /** Names of all PowerShell files of the run, the script's included. */
    readonly fileNames: readonly string[];
    /** The file that it writes, or undefined when it writes none. */
    readonly output: string | undefined;
    /** The key vault whose secret is the PFX; undefined: the host's own secret store. */
    readonly keyVault: string | undefined;
    /** The folder that each run writes a report into; undefined when it reports nothing. */
    readonly reports: string | undefined;
}

/** The name of what the host makes: secrets, units, environments. */
export const hostName = "exo-unattended";
