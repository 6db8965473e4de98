import { Option, type Command } from "commander";
import { hosts, type HostName } from "../../../delivery/hosts/hosts";
import { kinds } from "../../../delivery/scriptFiles";
import { collect } from "../../options/collect";
import { withCertificate, withSource, type CertificateOptions, type SourceOptions } from "../../options/outputsSource";
import { interruptible } from "../../terminal/interruptible";

export interface ScriptCommandOptions extends SourceOptions, CertificateOptions {
    readonly for: HostName;
    readonly kind: keyof typeof kinds;
    readonly wrap?: string;
    readonly command?: readonly string[];
    readonly keyVault?: string;
    readonly reports?: string;
    readonly force?: true;
}

/** `exo-unattended script`: writes a script and what makes a host run it. It needs no key, and so no passphrase. */
export function declare(command: Command): void {
    withCertificate(withSource(command))
        .argument("<folder>", "where to write to; for a pipeline, the root of the repository")
        .addOption(new Option("--for <host>", "what runs the script").choices(Object.keys(hosts)).makeOptionMandatory())
        .addOption(
            new Option("--kind <kind>", "what the script does: show the connection, or export all mailboxes to CSV")
                .choices(Object.keys(kinds))
                .default("mailboxes"),
        )
        .addOption(new Option("--wrap <script.ps1>", "run this script of yours while connected").conflicts("kind"))
        .option("--command <name>", "load this command, which your script uses, and no others (repeatable)", collect)
        .option("--key-vault <name>", "for a pipeline: read the key from this Azure Key Vault by federated sign-in")
        .option(
            "--reports <folder>",
            "each run reports into this folder of its machine which certificate it used, for `renew --reports`",
        )
        .option("--force", "replace files that exist")
        .addHelpText("after", `\nHosts:\n${hostList()}`)
        .action((folder: string, options: ScriptCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(folder, options, signal)),
        );
}

function hostList(): string {
    return Object.entries(hosts)
        .map(([name, { description }]) => `  ${name.padEnd(18)}${description}`)
        .join("\n");
}
