import { lockText, pendingText } from "../repair/interruption";
import type { Check } from "../checks/check";
import { stateDigest } from "../definition/stateDigest";
import { connectionIn, type StateResource } from "../pulumi/state";
import type { ConfiguredState, PromotionEffects, StackFacts } from "./effects";
import { refusals } from "./refusals";

/** @throws PromotionRefusal when another update holds the stack, or one was interrupted */
export async function refuseLocked(
    stack: string,
    { pendingOperations }: Pick<StackFacts, "pendingOperations">,
    effects: PromotionEffects,
): Promise<void> {
    const locks = await effects.readLocks(stack);
    if (locks.length > 0) {
        throw refusals.locked(stack, `is locked by ${locks.map(lockText).join("; ")}`);
    }
    if (pendingOperations.length > 0) {
        throw refusals.locked(
            stack,
            `an update was interrupted while ${pendingOperations.map(pendingText).join(", ")}`,
        );
    }
}

/**
 * After an update that failed: two runs may find the same seal in order before one of them begins.
 * @throws PromotionRefusal when another update is what kept it from the stack
 */
export async function refuseOvertaken(stack: string, seal: string, effects: PromotionEffects): Promise<void> {
    await refuseLocked(stack, { pendingOperations: [] }, effects);
    const last = effects.journal(stack).findLast((one) => "seal" in one && one.seal === seal);
    if (last?.event === "applied" || last?.event === "promoted") {
        throw refusals.locked(stack, "another run has applied the same seal");
    }
}

/**
 * The tenant of a stack, in which its deployer, its configuration and its state agree.
 * @throws PromotionRefusal when they do not
 */
export async function tenantOf(stack: string, facts: StackFacts, effects: PromotionEffects): Promise<string> {
    const configured = facts.configuration["azuread:tenantId"]?.value.toLowerCase();
    if (configured === undefined || configured === "") {
        throw refusals.wrongTenant(stack, "azuread:tenantId is not set");
    }
    const others = tenantsIn(facts.resources).filter((tenant) => tenant !== configured);
    if (others.length > 0) {
        throw refusals.wrongTenant(stack, `configuration: ${configured}; state: ${others.join(", ")}`);
    }
    const signedIn = (await effects.deployerTenant(facts)).toLowerCase();
    if (signedIn !== configured) {
        throw refusals.wrongTenant(stack, `configuration: ${configured}; deployer: ${signedIn}`);
    }
    return configured;
}

/** The tenants that a state names: of the default provider, and of the login. */
function tenantsIn(resources: readonly StateResource[]): readonly string[] {
    const connection = connectionIn({ resources });
    const named = [
        (connection as { readonly tenantId?: unknown } | undefined)?.tenantId,
        ...resources
            .filter(({ urn, type }) => type === "pulumi:providers:azuread" && /::default(_[\d_]+)?$/.test(urn))
            .map(({ inputs }) => inputs?.["tenantId"]),
    ];
    const texts = named.filter((tenant): tenant is string => typeof tenant === "string");
    return [...new Set(texts.map((tenant) => tenant.toLowerCase()))];
}

/** @throws PromotionRefusal when the tenant is not as the stack's state says, or nobody can tell */
export async function refuseDrift(stack: string, facts: StackFacts, effects: PromotionEffects): Promise<string> {
    if (facts.resources.length === 0) {
        return "the stack is empty";
    }
    const { drift, unknown } = await driftOf(stack, facts, effects);
    if (drift.length > 0) {
        throw refusals.targetDrifted(stack, drift);
    }
    if (unknown.length > 0) {
        throw refusals.targetUnknown(stack, unknown);
    }
    return "the tenant is as the stack's state says";
}

/**
 * How the tenant differs from the stack's state, and what could not be compared: in words.
 * @throws PromotionRefusal when it differs because another update is under way, or ended since the state was read
 */
export async function driftOf(
    stack: string,
    facts: ConfiguredState,
    effects: PromotionEffects,
): Promise<{ readonly drift: readonly string[]; readonly unknown: readonly string[] }> {
    const checks = await effects.compareStack(stack, facts);
    const thatAre = (wanted: Check["result"]): readonly string[] =>
        checks.filter(({ result }) => result === wanted).map(({ title, evidence }) => `${title}: ${evidence}`);
    const drift = thatAre("failed");
    if (drift.length > 0) {
        const now = { ...facts, ...(await effects.readDeployment(stack)) };
        await refuseLocked(stack, now, effects);
        if (stateDigest(now.resources) !== stateDigest(facts.resources)) {
            throw refusals.locked(stack, "another update ended while the stack was read");
        }
    }
    return { drift, unknown: thatAre("undecided") };
}
