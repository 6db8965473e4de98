import { canonicalJson } from "./canonicalJson";
import { hiddenSecret } from "../pulumi/secrets";
import { isPerTenant, type PromotionPolicy } from "./policy";
import type { Configuration } from "../pulumi/configuration";

/**
 * The values that all stacks share, by key. Of a secret there is only that it is one: a digest of a short secret could
 * be guessed.
 */
export function sharedConfiguration(
    configuration: Configuration,
    policy: Pick<PromotionPolicy, "perTenant">,
): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
        Object.entries(configuration)
            .filter(([key]) => !isPerTenant(policy, key))
            .map(([key, { value, isSecret }]) => [key, isSecret ? hiddenSecret : parsed(value)]),
    );
}

/** The keys whose values differ between two stacks and may not, sorted; secrets are compared by their values. */
export function undeclaredDifferences(
    source: Configuration,
    target: Configuration,
    policy: Pick<PromotionPolicy, "perTenant">,
): readonly string[] {
    const keys = new Set([...Object.keys(source), ...Object.keys(target)]);
    return [...keys]
        .filter((key) => !isPerTenant(policy, key) && !isSame(source[key], target[key]))
        .toSorted((one, other) => (one < other ? -1 : 1));
}

type Value = Configuration[string] | undefined;

function isSame(one: Value, other: Value): boolean {
    return (
        one !== undefined &&
        other !== undefined &&
        one.isSecret === other.isSecret &&
        canonicalJson(parsed(one.value)) === canonicalJson(parsed(other.value))
    );
}

/** Pulumi gives an object or a list as JSON, whose properties have the order in which the file has them. */
function parsed(value: string): unknown {
    if (!/^\s*[[{]/.test(value)) {
        return value;
    }
    try {
        return JSON.parse(value);
    } catch {
        return value;
    }
}
