import { exactlyOne } from "../../options/exactlyOne";
import { UserError } from "../../../errors/userError";
import type { LoginSource } from "../../../proof/loginSource";
import { listStacks } from "../../../pulumi/project";
import type { SourcesOptions } from "./command";

/**
 * The logins that the options name; all of a project in the order of their names.
 * @throws UserError when the options name none, and when the signal aborts.
 */
export async function loginSources(
    { all, stack: stacks = [], file: files = [], cwd, certificate }: SourcesOptions,
    signal: AbortSignal,
): Promise<readonly LoginSource[]> {
    exactlyOne({ "--stack <name>": stacks.length > 0, "--all": all === true, "--file <path>": files.length > 0 });
    if (cwd !== undefined && files.length > 0) {
        throw new UserError("--cwd goes with --stack and --all; a --file is found without it");
    }
    if (certificate !== undefined && files.length > 0) {
        throw new UserError("--certificate goes with --stack and --all; a --file has the active certificate only");
    }
    const names = all === true ? await listStacks({ cwd, signal }) : [...stacks, ...files];
    if (names.length === 0) {
        throw new UserError("--all: the project has no stacks");
    }
    if (new Set(names).size < names.length) {
        throw new UserError("the same login is named twice");
    }
    return names.map((name) => ({
        name,
        source: files.length > 0 ? { file: name } : { stack: name, cwd },
        certificate,
    }));
}
