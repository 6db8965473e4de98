import type { PromotionPolicy, Stage } from "../definition/policy";
import { policyFile } from "../definition/policy";
import { UserError } from "../errors/userError";

/** One promotion from a stack to another. */
export interface Hop {
    readonly from: string;
    readonly to: string;
}

/**
 * The promotions that lead from a stack through stages, in their order. A target is a stage, which means all of its
 * stacks, or one stack.
 * @throws UserError for a name that promotion.json does not have, and for a stage that is left out
 */
export function hopsOf({ stages }: Pick<PromotionPolicy, "stages">, from: string, targets: readonly string[]): Hop[] {
    let sources = [from];
    return targets.flatMap((target) => {
        const [source = from] = sources;
        const stacks = stacksNamed(stages, target);
        const [sourceStage, targetStage] = [stageOf(stages, source), stageOf(stages, stacks[0] ?? target)];
        if (targetStage !== sourceStage + 1) {
            const next = stages[sourceStage + 1]?.name;
            throw new UserError(
                `${target}: does not follow ${source} in the stages of ${policyFile}`,
                next === undefined ? `No stage follows ${source}.` : `Promote to ${next} first.`,
            );
        }
        sources = [...stacks];
        return stacks.map((to) => ({ from: source, to }));
    });
}

/** The stacks of a stage, or the one stack of that name. */
export function stacksNamed(stages: readonly Stage[], name: string): readonly string[] {
    const stage = stages.find((one) => one.name === name);
    if (stage !== undefined) {
        return stage.stacks;
    }
    stageOf(stages, name);
    return [name];
}

function stageOf(stages: readonly Stage[], stack: string): number {
    const index = stages.findIndex(({ stacks }) => stacks.includes(stack));
    if (index < 0) {
        const known = stages.flatMap(({ stacks }) => stacks).join(", ");
        throw new UserError(`${stack}: is not a stack of ${policyFile}`, `Its stacks are: ${known}.`);
    }
    return index;
}
