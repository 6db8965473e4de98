import type { Command } from "commander";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";

export interface ReviveCommandOptions extends StackCommandOptions {
    readonly reason?: string;
    readonly acceptCredentials?: true;
    readonly attest?: string;
}

/** `exo-unattended revive`: gives a login back that `revoke` has taken away. */
export function declare(command: Command): void {
    withStack(command)
        .option("--reason <text>", "why, in one line: kept in the stack's history")
        .option("--accept-credentials", "go on although the application has credentials that the stack did not make")
        .option("--attest <file>", "write what was done and why to this new file, signed with the certificate's key")
        .addHelpText(
            "after",
            `
Checks first which credentials the application has. Then activates the application, enables the service
principal, assigns the directory roles again, and verifies the login.

Exit status:
  0    the login works again
  2    usage error, or a stack that is not revoked or cannot be read
  12   only a person can go on: there are credentials that the stack did not make, or an update would change more
  130  stopped by Ctrl-C
  1, 3, 7  given back, but not verified: as \`exo-unattended verify\` says`,
        )
        .action((options: ReviveCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
