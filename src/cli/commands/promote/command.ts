import { Option, type Command } from "commander";
import { collect } from "../../options/collect";
import { withPassphrase, type PassphraseOptions } from "../../options/keyOptions";
import { period } from "../../options/period";
import { wholeNumber } from "../../options/wholeNumber";
import { interruptible } from "../../terminal/interruptible";
import type { CredentialsOptions } from "./credentials";
import type { MatrixOptions } from "./matrix";

/** The options of `exo-unattended promote`. */
export interface PromoteOptions extends PassphraseOptions {
    readonly from?: string;
    readonly to?: string;
    readonly through?: string;
    readonly restore?: true;
    readonly maxAge?: number;
    readonly attestation?: string;
    readonly approve?: readonly string[];
    readonly approveFile?: string;
    readonly dryRun?: true;
    readonly timeout: string;
    readonly waves?: string;
    readonly parallel?: number;
    readonly soak: number;
    readonly maxRefused: number;
    readonly keyFile?: readonly string[];
    readonly records?: string;
    readonly cwd?: string;
}

/** `exo-unattended promote`: carries a verified definition to the next stage. */
export function declare(command: Command): void {
    command
        .option("--from <stack>", "the stack in which the definition is verified")
        .option("--to <stack>", "the stack, or the stage of promotion.json, that gets the definition")
        .option("--through <stages>", "several of these in their order, such as test,prod")
        .option("--restore", "promote a definition to --to that was promoted there before, and is checked out again")
        .option(
            "--max-age <period>",
            "accept an attestation of the source that is not older (default: verify it now)",
            period("--max-age"),
        )
        .option("--attestation <file>", "accept this attestation of the source, or none (default: verify it now)")
        .option(
            "--approve <digest>",
            "approve the seal with this digest (repeatable; default: ask in the terminal)",
            collect,
        )
        .option("--approve-file <path>", "approve the seals whose digests are in this file, as --dry-run prints them")
        .option("--dry-run", "end at the sealed plan, print its digest, and change no stack and no tenant")
        .option("--timeout <duration>", "how long to retry the target's verification while changes propagate", "15m")
        .option("--waves <sizes>", "of a stage: how many stacks are promoted after each wave, such as 1,10%,100%")
        .option(
            "--parallel <number>",
            "of a stage: promote to so many stacks at the same time (default: one per processor core)",
            wholeNumber(1, 1_000),
        )
        .option("--soak <period>", "leave a wave alone for so long before the next begins", period("--soak"), 0)
        .option(
            "--max-refused <percent>",
            "which part of a wave may be refused before the later waves are left out",
            wholeNumber(0, 100),
            0,
        )
        .option(
            "--key-file <path>",
            "take the private key of a login from this PEM or PFX file when its certificate belongs to it (repeatable)",
            collect,
        );
    withPassphrase(command)
        .option(
            "--records <folder>",
            "folder of journals, attestations, seals and records (default: promotions in the project's folder)",
        )
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .addHelpText(
            "after",
            `
Nothing of the target is previewed before its tenant is known to be the right one, and nothing is changed before the
digest of the sealed plan is approved. An interrupted promotion goes on when it is run again.

The steps of a stage's stack are shown together when its promotion has ended; until then, a line for each that begins
or waits.

Exit status:
  0    promoted; with --dry-run: sealed
  1    refused: the message says at which step, and where the runbook explains it (docs/promotion.md)
  2    usage error, or a stack that cannot be read
  3    the login of source or target is not verified in time
  7    the login of source or target is undecided; of a stage: no target is refused, and some are undecided
  12   the login of source or target waits for an administrator's consent
  130  stopped by Ctrl-C`,
        )
        .action((options: PromoteOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
    command
        .command("matrix")
        .description("print the targets of a stage for a pipeline that promotes each on a machine of its own")
        .option("--from <stack>", "the stack in which the definition is verified")
        .option("--to <stage>", "the stage of promotion.json")
        .addOption(
            new Option("--for <platform>", "a matrix for GitHub Actions, or a list of targets for Azure DevOps")
                .choices(["github", "azure-devops"])
                .default("github"),
        )
        .option(
            "--waves <sizes>",
            "how many stacks are promoted after each wave, such as 1,10%,100% (default: one wave)",
        )
        .option("--wave <number>", "print the matrix of this wave", wholeNumber(1, 100))
        .option("--shard <number>", "print this part of a matrix of more than 256 jobs", wholeNumber(1, 1_000))
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .action((options: MatrixOptions) => interruptible(async () => (await import("./matrix.js")).run(options)));
    command
        .command("credentials")
        .description("print the federated credentials that let a pipeline sign in as the deployer of each tenant")
        .option("--from <stack>", "the stack in which the definition is verified")
        .option("--to <stack>", "the stack or stage of promotion.json")
        .addOption(
            new Option("--for <platform>", "for GitHub Actions, or for the service connections of Azure DevOps")
                .choices(["github", "azure-devops"])
                .default("github"),
        )
        .option(
            "--repository <name>",
            "of GitHub: <owner>/<repository>, or <owner>@<id>/<repository>@<id> for both forms",
        )
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .action((options: CredentialsOptions) =>
            interruptible(async () => (await import("./credentials.js")).run(options)),
        );
}
