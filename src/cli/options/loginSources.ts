import type { Command } from "commander";
import type { ProjectOptions } from "../../pulumi/run";
import { collect } from "./collect";
import type { SourceOptions } from "./source";
import { UserError } from "../../errors/userError";

/** The options that say which logins to verify. */
export interface SourcesOptions {
    readonly all?: true;
    readonly stack?: readonly string[];
    readonly file?: readonly string[];
    readonly cwd?: string;
}

/** One login to verify, and what to call it. */
export interface LoginSource {
    readonly name: string;
    readonly source: SourceOptions;
}

/** Adds `--all`, `--stack`, `--file` and `--cwd`. */
export function withSources(command: Command): Command {
    return command
        .option(
            "--stack <name>",
            "take the login from this Pulumi stack, by `pulumi stack output` (repeatable)",
            collect,
        )
        .option("--all", "take the logins of all stacks of the Pulumi project")
        .option(
            "--file <path>",
            "take it from a file with a stack's outputs as JSON; - is standard input (repeatable)",
            collect,
        )
        .option("--cwd <folder>", "folder of the Pulumi project, for stacks (default: the current folder)");
}

/**
 * The logins that the options name; all of a project in the order of their names.
 * @throws UserError when the options name none, and when the signal aborts.
 */
export async function loginSources(
    { all, stack: stacks = [], file: files = [], cwd }: SourcesOptions,
    signal: AbortSignal,
): Promise<readonly LoginSource[]> {
    if ([all === true, stacks.length > 0, files.length > 0].filter(Boolean).length !== 1) {
        throw new UserError("give either --stack <name>, --all or --file <path>");
    }
    if (cwd !== undefined && files.length > 0) {
        throw new UserError("--cwd goes with --stack and --all; a --file is found without it");
    }
    const inProject = cwd === undefined ? {} : { cwd };
    const names = all === true ? await stacksOfProject({ ...inProject, signal }) : [...stacks, ...files];
    if (names.length === 0) {
        throw new UserError("--all: the project has no stacks");
    }
    if (new Set(names).size < names.length) {
        throw new UserError("the same login is named twice");
    }
    return names.map((name) => ({ name, source: files.length > 0 ? { file: name } : { stack: name, ...inProject } }));
}

async function stacksOfProject(options: ProjectOptions): Promise<readonly string[]> {
    // Loaded here, because it brings zod: `--help` does not wait for it.
    const { listStacks } = await import("../../pulumi/project.js");
    return listStacks(options);
}
