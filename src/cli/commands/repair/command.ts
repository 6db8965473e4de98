import type { Command } from "commander";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";

export interface RepairCommandOptions extends StackCommandOptions {
    readonly yes?: true;
}

/** `exo-unattended repair`: makes a stack's state agree with the tenant. */
export function declare(command: Command): void {
    withStack(command)
        .option("--yes", "repair without asking")
        .addHelpText(
            "after",
            `
Repairs only the Pulumi state (import, refresh, state delete). Deletions needed in the tenant are printed as commands.

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
