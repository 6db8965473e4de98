import { Option, type Command } from "commander";
import { period } from "../../options/period";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";

export interface RevokeCommandOptions extends StackCommandOptions {
    readonly reason?: string;
    readonly measure: number;
    readonly attest?: string;
}

/** `exo-unattended revoke`: takes a login away at once, so that it can be given back. */
export function declare(command: Command): void {
    withStack(command)
        .option("--reason <text>", "why, in one line: kept in the configuration and in the stack's history")
        .addOption(
            new Option("--measure <period>", "how long to try until Exchange Online refuses a token from before")
                .argParser(period("--measure"))
                .default(15 * 60_000, "15m"),
        )
        .option(
            "--attest <file>",
            "write what was done, why and what was measured to this new file, signed with the certificate's key",
        )
        .addHelpText(
            "after",
            `
Deactivates the application, so that no tenant issues tokens for it. Then disables the service principal and removes its
directory roles, in the stack's configuration and by an update, so that the next update does not undo it. Certificates
and consent stay. \`revive\` takes it back.

Exit status:
  0    new sign-ins and the token from before are refused
  1    new sign-ins are still accepted
  2    usage error, or a stack that cannot be read
  3    new sign-ins are refused, but a token from before is still accepted; or it could not be measured, because the
       key is not in the stack, or sign-ins were refused before already
  12   only a person can go on: an update would change something else too, or another one holds the stack's lock
  130  stopped by Ctrl-C`,
        )
        .action((options: RevokeCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
