import { Option, type Command } from "commander";
import { defaultFriendlyName } from "../../../certificate/pfx";
import { PfxAlgorithm } from "../../../certificate/pfxProtection";
import { endingsWhereKey, formats } from "../../../delivery/formats/formats";
import { withKey, type KeyOptions } from "../../options/keyOptions";
import { withCertificate, withSource, type CertificateOptions, type SourceOptions } from "../../options/outputsSource";
import { withPassword, type PasswordOptions } from "../../options/passwordOptions";
import { interruptible } from "../../terminal/interruptible";

export interface ExportCommandOptions extends SourceOptions, CertificateOptions, KeyOptions, PasswordOptions {
    readonly friendlyName: string;
    readonly cryptoAlgorithm: PfxAlgorithm;
    readonly allowExpired?: true;
    readonly manifest?: string;
    readonly force?: true;
}

/** `exo-unattended export`: writes certificate, key and connection into files for other machines. */
export function declare(command: Command): void {
    withPassword(withKey(withCertificate(withSource(command))))
        .argument("<file...>", `files to write; the extension decides the format: ${Object.keys(formats).join(", ")}`)
        .option("--friendly-name <text>", "name that Windows shows for the certificate", defaultFriendlyName)
        .addOption(
            new Option(
                "--crypto-algorithm <name>",
                "encryption of a PFX; TripleDES_SHA1 for Windows Server 2016 and older",
            )
                .choices(Object.values(PfxAlgorithm))
                .default(PfxAlgorithm.Aes256Sha256),
        )
        .option("--allow-expired", "export a certificate that has expired")
        .option("--manifest <file>", "add the files to this list of what was delivered where; it holds no secret")
        .option("--force", "replace files that exist")
        .addHelpText("after", formatsHelp())
        .action((paths: readonly string[], options: ExportCommandOptions) =>
            // While files are written, a signal waits.
            interruptible(async (signal) => (await import("./run.js")).run(paths, options, signal)),
        );
}

function formatsHelp(): string {
    const lines = Object.entries(formats).map(([ending, { holds }]) => `  ${ending.padEnd(6)} ${holds}`);
    return `
Formats:
${lines.join("\n")}

Without an option for the password, a ${endingsWhereKey("always").join(" or a ")} asks for one.`;
}
