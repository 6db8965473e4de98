import type { Command } from "commander";
import { exactlyOne } from "./exactlyOne";
import { UserError } from "../../errors/userError";
import type { CertificateSource, OutputsSource } from "../../proof/loginSource";

/** The options that say where a command takes a stack's outputs from. */
export interface SourceOptions {
    readonly stack?: string;
    readonly cwd?: string;
    readonly file?: string;
}

/** Adds `--stack`, `--cwd` and `--file`. */
export function withSource(command: Command): Command {
    return command
        .option("--stack <name>", "read the outputs of this Pulumi stack")
        .option("--cwd <folder>", "folder of the Pulumi project, for --stack (default: the current folder)")
        .option("--file <path>", "read the outputs from this JSON file; - is standard input");
}

/** @throws UserError when the options name no source, or several. */
export function outputsSource({ stack, cwd, file }: SourceOptions): OutputsSource {
    exactlyOne({ "--stack <name>": stack !== undefined, "--file <path>": file !== undefined });
    if (file === undefined) {
        return { stack: stack ?? "", cwd };
    }
    if (cwd !== undefined) {
        throw new UserError("--cwd goes with --stack; a --file is found without it");
    }
    return { file };
}

/** The option that names one of a stack's certificates. */
export interface CertificateOptions {
    readonly certificate?: string;
}

/** Adds `--certificate`. */
export function withCertificate(command: Command): Command {
    return command.option(
        "--certificate <key>",
        "use the certificate with this key in the stack's certificates, such as next (default: the active one)",
    );
}

/** @throws UserError when the options name no source, or a certificate that a file does not have */
export function certificateSource(options: SourceOptions & CertificateOptions): CertificateSource {
    if (options.certificate !== undefined && options.file !== undefined) {
        throw new UserError("--certificate goes with --stack; a --file has the active certificate only");
    }
    return { source: outputsSource(options), certificate: options.certificate };
}
