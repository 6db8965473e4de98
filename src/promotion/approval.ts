import { definitionDifferences } from "../definition/definition";
import type { PromotionEffects } from "./effects";
import type { Admitted } from "./gate";
import { approvalOf, type NewEvent } from "./journal";
import { refusals } from "./refusals";
import { configurationDigest, planDigest, planSummary, sealDifferences, type Seal } from "./seal";
import { stateDigest } from "../definition/stateDigest";
import { refuseLocked, tenantOf } from "./targetChecks";

/** A seal that waits for its approval. */
export interface SealedPlan {
    readonly seal: Seal;
    readonly digest: string;
    /** Digests that are approved already. */
    readonly approved: readonly string[];
}

/**
 * Which of the approved digests each stack of a promotion has to do with: its own, and those that are no other stack's. So a
 * stack whose seal is not among them was not approved, and is not one with a wrong approval.
 */
export function approvalsOf(
    stacks: readonly string[],
    approved: readonly string[],
    isSealOf: (stack: string, digest: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
    const own = new Map(stacks.map((stack) => [stack, approved.filter((digest) => isSealOf(stack, digest))]));
    const known = new Set([...own.values()].flat());
    const others = approved.filter((digest) => !known.has(digest));
    return new Map([...own].map(([stack, digests]) => [stack, [...digests, ...others]]));
}

/**
 * Gets the approval of exactly this seal: an earlier one of an interrupted run, a digest that was given, or a person's.
 * @returns how it was approved, in words
 * @throws PromotionRefusal when nobody approves it, or the approval is for another one
 */
export async function approve(
    { seal, digest, approved }: SealedPlan,
    log: (event: NewEvent) => void,
    effects: PromotionEffects,
): Promise<string> {
    const { to } = seal;
    const [given] = approved;
    if (given !== undefined && !approved.includes(digest)) {
        const kept = approved.map((one) => effects.keptSeal(to, one)).find((one) => one !== undefined);
        throw kept === undefined
            ? refusals.approvalOfAnother(to, given, digest)
            : refusals.planStale(to, given, sealDifferences(kept, seal));
    }
    const earlier = approvalOf(effects.journal(to), digest);
    if (earlier !== undefined) {
        return `approved at ${earlier.at} by ${earlier.by}`;
    }
    const by = given === undefined ? await effects.approve(seal, digest) : "its digest";
    if (by === undefined) {
        throw refusals.approvalMissing(to, digest);
    }
    log({ event: "approved", seal: digest, by });
    return `approved by ${by}`;
}

/**
 * Checks once more, right before the update, what the seal binds: an approval may take days.
 * @throws PromotionRefusal when something differs
 */
export async function checkSealAgain(
    { seal, digest }: SealedPlan,
    { admitted, file }: { readonly admitted: Admitted; readonly file: string },
    effects: PromotionEffects,
): Promise<void> {
    const facts = await effects.readStack(seal.to);
    await refuseLocked(seal.to, facts, effects);
    const plan = await effects.readPlan(file);
    const now: Seal = {
        ...seal,
        tenantId: await tenantOf(seal.to, facts, effects),
        state: stateDigest(facts.resources),
        configuration: configurationDigest(facts.configuration),
        plan: { ...seal.plan, digest: planDigest(plan), ...planSummary(plan) },
    };
    const { plugins } = admitted.definition;
    const definition = { ...effects.readDefinition(facts), plugins };
    const stale = [
        ...sealDifferences(seal, now),
        // The target's shared configuration is that of the source: both were compared key by key.
        ...definitionDifferences(admitted.definition, definition),
    ];
    if (stale.length > 0) {
        throw refusals.planStale(seal.to, digest, stale);
    }
}
