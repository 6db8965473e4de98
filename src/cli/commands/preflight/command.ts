import type { Command } from "commander";
import { withStack } from "../../options/stackOptions";
import type { PreflightCommandOptions } from "./run";
import { interruptible } from "../../terminal/interruptible";

/** `exo-unattended preflight`: says what would stop the next `pulumi up`, before it starts. */
export function declare(command: Command): void {
    withStack(command)
        .option("--fail-on-replace", "Fail when a certificate in use stops working; otherwise that is a warning")
        .addHelpText(
            "after",
            `
Exit status:
  0    ready
  1    something is in the way
  2    usage error: bad arguments, unknown stack
  130  stopped by Ctrl-C`,
        )
        .action((options: PreflightCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
