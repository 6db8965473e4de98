import { Option, type Command } from "commander";
import { collect } from "../../options/collect";
import { period } from "../../options/period";
import { interruptible } from "../../terminal/interruptible";

/** What `--format` can ask for. */
export const expiryFormats = ["table", "json", "markdown", "icalendar", "openmetrics"] as const;
export type ExpiryFormat = (typeof expiryFormats)[number];

export interface ExpiryCommandOptions {
    readonly stack?: readonly string[];
    readonly cwd?: string;
    readonly before?: number;
    readonly format: ExpiryFormat;
    readonly output?: string;
}

/** `exo-unattended expiry`: when do the certificates of the project's stacks end? */
export function declare(command: Command): void {
    command
        .option("--stack <name>", "read this stack (repeatable; default: all stacks of the project)", collect)
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .option(
            "--before <period>",
            "report a certificate as due so long before its end, such as 30d (default: after two thirds of its life)",
            period("--before"),
        )
        .addOption(new Option("--format <name>", "format of the report").choices(expiryFormats).default("table"))
        .option("--output <file>", "write the report to this file, which is replaced as a whole")
        .addHelpText(
            "after",
            `
Nothing is decrypted, and the tenant is not asked.

Exit status:
  0    no active certificate is due for renewal
  1    an active certificate has ended
  2    usage error, or a stack that cannot be read
  4    an active certificate is due for renewal
  130  stopped by Ctrl-C
Of several stacks the worst counts, in the order 1, 2, 4, 0.`,
        )
        .action((options: ExpiryCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
