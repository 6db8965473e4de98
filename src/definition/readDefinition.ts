import path from "node:path";
import { existsSync } from "node:fs";
import { readInput } from "../files/readInput";
import type { Configuration } from "../pulumi/configuration";
import type { StateResource } from "../pulumi/state";
import { UserError } from "../errors/userError";
import { digestOf } from "./canonicalJson";
import { sharedConfiguration } from "./configuration";
import type { Definition } from "./definition";
import { parsePolicy, policyFile, type PromotionPolicy } from "./policy";
import { lockFileDigest, programDigest } from "./programFiles";
import { pluginsOf } from "./stateDigest";

/** Whether the project in this folder says anything about promotions. */
export function hasPolicy(folder: string): boolean {
    return existsSync(path.join(folder, policyFile));
}

/**
 * Reads `promotion.json`.
 * @param folder of the Pulumi project
 * @throws UserError when it does not exist or is wrong
 */
export function readPolicy(folder: string): PromotionPolicy {
    if (!hasPolicy(folder)) {
        throw new UserError(
            `${path.join(folder, policyFile)}: no such file`,
            "It declares the stages and the configuration keys that may differ; docs/promotion.md has an example.",
        );
    }
    return parsePolicy(readInput(path.join(folder, policyFile)).toString("utf8"));
}

/** What a stack's definition is read from. */
export interface DefinitionSources {
    /** Folder of the Pulumi project. */
    readonly folder: string;
    readonly policy: PromotionPolicy;
    /** The stack's configuration. */
    readonly configuration: Configuration;
    /** The stack's state, which has the versions of the plugins. */
    readonly resources: readonly StateResource[];
}

/**
 * The definition that this folder gives a stack.
 * @throws UserError when a file of the program cannot be read
 */
export function readDefinition({ folder, policy, configuration, resources }: DefinitionSources): Definition {
    return {
        program: programDigest(folder, policy.program),
        lockFile: lockFileDigest(folder),
        plugins: pluginsOf(resources),
        configuration: digestOf(sharedConfiguration(configuration, policy)),
    };
}
