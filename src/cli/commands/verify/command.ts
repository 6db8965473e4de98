import type { Command } from "commander";
import { collect } from "../../options/collect";
import { withCertificate, type CertificateOptions } from "../../options/outputsSource";
import { wholeNumber } from "../../options/wholeNumber";
import { withVerification, type VerificationOptions } from "../../options/verificationOptions";
import { interruptible } from "../../terminal/interruptible";

/** The options that say which logins to verify. */
export interface SourcesOptions extends CertificateOptions {
    readonly all?: true;
    readonly stack?: readonly string[];
    readonly file?: readonly string[];
    readonly cwd?: string;
}

/** The options of `verify`. */
export interface VerifyCommandOptions extends SourcesOptions, VerificationOptions {
    readonly parallel: number;
    /** Scripts whose cmdlets are verified. */
    readonly script?: readonly string[];
    /** Folder that this machine reports into. */
    readonly report?: string;
}

/** `exo-unattended verify`: verifies that the logins of stacks work. */
export function declare(command: Command): void {
    withVerification(withSources(command))
        .option(
            "--script <path>",
            "also run the cmdlets of this script that only read, without parameters, and list the others (repeatable)",
            collect,
        )
        .option(
            "--report <folder>",
            "report into this folder with which certificate this machine signed in, for `renew --reports`",
        )
        .option("--parallel <number>", "verify so many logins at the same time", wholeNumber(1, 1_000), 16)
        .addHelpText(
            "after",
            `
Exit status:
  0    proved
  1    refused, for a reason that waiting does not cure
  2    usage error: bad arguments, unreadable input, unknown stack
  3    not proved in time
  4    proved, but the certificate ends within --warn-days
  7    undecided: no answer came that only Exchange Online for this tenant could give
  12   admin consent is pending: an administrator of the tenant has to open the address in the report
  130  stopped by Ctrl-C
Of several logins the worst counts, in the order 130, 1, 2, 7, 3, 12, 4, 0.`,
        )
        .action((options: VerifyCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}

/** Adds `--all`, `--stack`, `--file` and `--cwd`. */
function withSources(command: Command): Command {
    return withCertificate(
        command
            .option("--stack <name>", "verify the login of this Pulumi stack (repeatable)", collect)
            .option("--all", "verify the logins of all stacks of the Pulumi project")
            .option("--file <path>", "verify the login in this JSON file; - is standard input (repeatable)", collect)
            .option("--cwd <folder>", "folder of the Pulumi project, for stacks (default: the current folder)"),
    );
}
