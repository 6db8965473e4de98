import type { Command } from "commander";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";

/** `exo-unattended preflight`: says what would stop the next `pulumi up`, before it starts. */
export function declare(command: Command): void {
    withStack(command)
        .addHelpText(
            "after",
            `
Exit status:
  0    ready
  1    something is in the way
  2    usage error: bad arguments, unknown stack
  130  stopped by Ctrl-C`,
        )
        .action((options: StackCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
