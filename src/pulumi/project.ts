import { z } from "zod";
import { pulumi, type ProjectOptions } from "./run";
import { document } from "./state";

const stacksSchema = z.array(z.object({ name: z.string() }));

/**
 * The names of the project's stacks, sorted.
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function listStacks(options: ProjectOptions): Promise<readonly string[]> {
    const stacks = document(await pulumi(["stack", "ls", "--json"], options), stacksSchema);
    return stacks.map(({ name }) => name).toSorted();
}

/**
 * The name of the stack that is selected in the project's folder.
 * @throws UserError when none is, or pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function selectedStack(options: ProjectOptions): Promise<string> {
    return (await pulumi(["stack", "--show-name"], options)).trim();
}
