import { Option, type Command } from "commander";
import { withKey, type KeyOptions } from "../../options/keyOptions";
import { withStack, type StackCommandOptions } from "../../options/stackOptions";
import { interruptible } from "../../terminal/interruptible";
import type { FormatName } from "./formats";

/** The options of `exo-unattended privileges`. */
export interface PrivilegesCommandOptions extends StackCommandOptions, KeyOptions {
    readonly ask?: true;
    readonly format: FormatName;
}

/** `exo-unattended privileges`: says what scripts need in Exchange Online, and compares it with what a login has. */
export function declare(command: Command): void {
    withKey(withStack(command.argument("<script.ps1...>", "the scripts; - is standard input")))
        .option("--ask", "ask the tenant, with the login of --stack, which management roles hold the cmdlets")
        .addOption(
            new Option("--format <name>", "what to print on standard output")
                .choices(["table", "json", "markdown"] satisfies FormatName[])
                .default("table"),
        )
        .addHelpText(
            "after",
            `
The scripts are read, never run, and no other file is read. With --stack, what they need is compared with
what the login of the stack has. --ask runs Get-ManagementRole in the tenant, which changes nothing.

Exit status:
  0    the login fits; without --stack: the scripts were read
  1    the login has too little, or may not ask
  2    usage error: bad arguments, unreadable script, unknown stack
  7    undecided: what is known is not enough for a verdict; the report shows what is likely
  9    the login has more than the scripts need
  130  stopped by Ctrl-C`,
        )
        .action((scripts: readonly string[], options: PrivilegesCommandOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(scripts, options, signal)),
        );
}
