import type { Command } from "commander";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { collect } from "../../options/collect";
import { interruptible } from "../../terminal/interruptible";

export interface RepairCommandOptions extends StackCommandOptions {
    readonly yes?: true;
    readonly adopt?: readonly string[];
    readonly releaseLock?: true;
}

/** `exo-unattended repair`: makes a stack's state agree with the tenant. */
export function declare(command: Command): void {
    withStack(command)
        .option("--yes", "repair without asking; applications are adopted only with --adopt")
        .option("--adopt <client id>", "adopt this application of the tenant into the state (can be repeated)", collect)
        .option("--release-lock", "release a lock even if nobody can tell whether its process is still running")
        .addHelpText(
            "after",
            `
Repairs only the Pulumi state and the lock of its backend (cancel, import, refresh, state delete). Deletions needed in
the tenant are printed as commands. A lock whose process is still running is never released.

Exit status:
  0    nothing to repair, or everything is repaired
  1    something is left to do, or was not confirmed
  2    usage error: bad arguments, unknown stack, no credentials
  130  stopped by Ctrl-C`,
        )
        .action((options: RepairCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
