import { definitionDigest } from "../definition/definition";
import { hasPolicy, readDefinition, readPolicy } from "../definition/readDefinition";
import { UserError } from "../errors/userError";
import { readConfiguration } from "../pulumi/configuration";
import { changesOf, previewStack } from "../pulumi/preview";
import type { StackOptions } from "../pulumi/run";
import { readDeployment } from "../pulumi/state";

/** The digest of the definition that a stack was deployed from, or why it cannot be told. */
export type DeployedDefinition = { readonly digest: string } | { readonly reason: string };

/**
 * Finds out whether a stack was deployed from what its folder holds now: then its preview changes nothing. Undefined in a
 * project without `promotion.json`, which has no definition.
 * @throws the signal's reason when it aborts
 */
export async function deployedDefinition(options: StackOptions): Promise<DeployedDefinition | undefined> {
    const folder = options.cwd ?? ".";
    if (!hasPolicy(folder)) {
        return undefined;
    }
    try {
        const policy = readPolicy(folder);
        const preview = await previewStack(options);
        const changes = changesOf(preview);
        if (preview.errors.length > 0) {
            return { reason: `the stack's preview fails: ${preview.errors.join("; ")}` };
        }
        if (changes.length > 0) {
            return { reason: `an update would change the stack: ${changes.join(", ")}` };
        }
        const configuration = await readConfiguration(options);
        const { resources } = await readDeployment(options);
        return { digest: definitionDigest(readDefinition({ folder, policy, configuration, resources })) };
    } catch (error) {
        if (error instanceof UserError) {
            return { reason: error.message };
        }
        throw error;
    }
}
