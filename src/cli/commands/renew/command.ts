import { Option, type Command } from "commander";
import { defaultSettleMs } from "../../../renewal/policy";
import { collect } from "../../options/collect";
import { withPassphrase, type PassphraseOptions } from "../../options/keyOptions";
import { period } from "../../options/period";
import { wholeNumber } from "../../options/wholeNumber";
import { interruptible } from "../../terminal/interruptible";

/** What `--format` can ask for. */
export const renewFormats = ["table", "json", "markdown"] as const;

export interface RenewCommandOptions extends PassphraseOptions {
    readonly stack?: string;
    readonly all?: true;
    readonly cwd?: string;
    readonly plan?: true;
    readonly printConfig?: true;
    readonly before?: number;
    readonly window?: readonly string[];
    readonly jitter?: number;
    readonly settle: number;
    readonly deliveryTime: number;
    readonly grace?: number;
    readonly waive?: readonly string[];
    readonly manifest?: readonly string[];
    readonly reports?: readonly string[];
    readonly requireReport?: readonly string[];
    readonly keyFile?: readonly string[];
    readonly compromised?: string;
    readonly signIns: number;
    readonly over: number;
    readonly timeout: number;
    readonly output?: string;
    readonly format: (typeof renewFormats)[number];
}

const [minute, day] = [60_000, 86_400_000];

/** `exo-unattended renew`: does what is due next on the way to a new certificate. */
export function declare(command: Command): void {
    withPassphrase(command)
        .option("--stack <name>", "renew the certificate of this Pulumi stack")
        .option("--all", "renew the certificates of all stacks of the project, one after the other")
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .option("--plan", "show the steps to come with their dates, and change nothing")
        .option("--print-config", "print the next change of the configuration as a patch, and change nothing")
        .option(
            "--before <period>",
            "begin so long before the certificate ends, such as 30d (default: after two thirds of its life)",
            period("--before"),
        )
        .option(
            "--window <days hours zone>",
            'change something only then, such as "Mon-Fri 08:00-17:00 Europe/Paris" (repeatable; default: always)',
            collect,
        )
        .option("--jitter <period>", "wait up to so long first, for each stack another time", period("--jitter"))
        .addOption(
            new Option("--settle <period>", "verify and deliver a new certificate so long after it was added")
                .argParser(period("--settle"))
                .default(defaultSettleMs, "30m"),
        )
        .addOption(
            new Option("--delivery-time <period>", "longest time until a machine has a delivered certificate")
                .argParser(period("--delivery-time"))
                .default(day, "1d"),
        )
        .option(
            "--grace <period>",
            "remove an old certificate when it was not used for so long (default: 7d by the sign-in log, 31d without one)",
            period("--grace"),
        )
        .option(
            "--waive <address or machine>",
            "do not wait for sign-ins from this address, or for this machine in --reports (repeatable)",
            collect,
        )
        .option("--manifest <file>", "also wait for the places in this delivery manifest (repeatable)", collect)
        .option(
            "--reports <folder>",
            "also wait for the machines that report into this folder: scripts of `script --reports`, `verify --report` (repeatable)",
            collect,
        )
        .option(
            "--require-report <machine>",
            "do not make a certificate active before this machine has reported a sign-in with it (repeatable)",
            collect,
        )
        .option(
            "--compromised <key>",
            "replace this certificate now, and remove it without waiting, because its private key is known to others",
        )
        .option(
            "--key-file <path>",
            "PEM or PFX file with the private key of a supplied certificate whose key is not in the stack (repeatable)",
            collect,
        )
        .option("--sign-ins <number>", "sign-ins in a row that must succeed with a certificate", wholeNumber(1, 100), 5)
        .addOption(
            new Option("--over <period>", "time over which they are spread")
                .argParser(period("--over"))
                .default(2 * minute, "2m"),
        )
        .addOption(
            new Option("--timeout <period>", "how long to retry them while changes propagate")
                .argParser(period("--timeout"))
                .default(15 * minute, "15m"),
        )
        .addOption(new Option("--format <name>", "format of the report").choices(renewFormats).default("table"))
        .option("--output <file>", "write the report to this file, which is replaced as a whole")
        .addHelpText(
            "after",
            `
Adds a certificate, verifies it, makes it active and removes the old one, each when it is due. Running it again at any
moment goes on where it is. Credentials that the stack did not make are listed, and never removed.

Exit status:
  0    nothing is due
  1    a step failed, or a removed certificate is still accepted
  2    usage error, or a stack that cannot be read
  10   steps were made, and nothing more is due; with --plan and --print-config: a step is due
  11   waiting, for the time that the report shows
  12   only a person can go on
  130  stopped by Ctrl-C
Of several stacks the worst counts, in the order 1, 2, 12, 11, 10, 0.`,
        )
        .action((options: RenewCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
