import { withoutSecrets } from "../pulumi/secrets";
import type { StateResource } from "../pulumi/state";
import { digestOf } from "./canonicalJson";

/**
 * The digest of a stack's state: which resources it has, with their ids and inputs. The same for two states that differ
 * in nothing but order, times, and the text into which a secret is encrypted; a new key shows by its id.
 */
export function stateDigest(resources: readonly StateResource[]): string {
    const entries = resources.map(({ urn, id = "", inputs = {}, delete: isToBeDeleted = false }) => ({
        ...{ urn, id, isToBeDeleted },
        inputs: withoutSecrets(inputs),
    }));
    const key = ({ urn, id }: { readonly urn: string; readonly id: string }): string => `${urn}\n${id}`;
    return digestOf(entries.toSorted((one, other) => (key(one) < key(other) ? -1 : 1)));
}

/** The versions of the provider plugins that manage resources of a state, by name; more than one of a name are joined. */
export function pluginsOf(resources: readonly StateResource[]): Readonly<Record<string, string>> {
    const prefix = "pulumi:providers:";
    const versions = new Map<string, Set<string>>();
    for (const { type, inputs, delete: isToBeDeleted } of resources) {
        const version = inputs?.["version"];
        if (type.startsWith(prefix) && isToBeDeleted !== true && typeof version === "string") {
            const name = type.slice(prefix.length);
            versions.set(name, (versions.get(name) ?? new Set()).add(version));
        }
    }
    return Object.fromEntries([...versions].map(([name, found]) => [name, [...found].toSorted().join(", ")]));
}
