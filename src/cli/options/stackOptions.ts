import type { Command } from "commander";
import { UserError } from "../../errors/userError";
import type { StackOptions } from "../../pulumi/run";

/** The options that say which stack a command works on. */
export interface StackCommandOptions {
    readonly stack?: string;
    readonly cwd?: string;
}

/** Adds `--stack` and `--cwd`. */
export function withStack(command: Command): Command {
    return command
        .option("--stack <name>", "the Pulumi stack")
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)");
}

/** @throws UserError when no stack is named. */
export function stackOptions({ stack, cwd }: StackCommandOptions, signal: AbortSignal): StackOptions {
    if (stack === undefined) {
        throw new UserError("give the stack: --stack <name>");
    }
    return { stack, cwd, signal };
}
