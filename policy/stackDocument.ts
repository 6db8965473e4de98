import type { PolicyResource } from "@pulumi/policy";
import { readableProperties } from "../src/access/readableProperties";
import { resourceStateIn } from "../src/pulumi/documents/resourceState";
import { stackOf } from "../src/pulumi/documents/stackOf";
import { unknownValue, type ResourceStep, type StackDocument } from "../src/pulumi/documents/step";

/** What a policy is told of a resource, as far as the audit reads it. */
export type PolicedResource = Pick<PolicyResource, "type" | "urn" | "props"> & {
    readonly opts: Pick<PolicyResource["opts"], "protect">;
    readonly parent?: { readonly urn: string };
    readonly provider?: { readonly urn: string };
    readonly propertyDependencies: Readonly<Record<string, readonly { readonly urn: string }[]>>;
};

/**
 * The resources of a stack, as a policy sees them, in the form that the audit judges. A policy sees what will be there and
 * not what was, so every resource counts as new. Secrets reach a policy in the clear: what is not on the audit's list of
 * readable properties is dropped here.
 */
export function stackDocument(resources: readonly PolicedResource[]): StackDocument {
    const steps = resources.map(stepOf);
    return {
        kind: "preview",
        source: "policy",
        ...stackOf(steps),
        configuredTenantId: undefined,
        showsChangesOnly: false,
        steps,
        incomplete: [],
    };
}

/** Its pointer is the resource's URN, which is how a policy names the place of a violation. */
function stepOf(resource: PolicedResource): ResourceStep {
    const { type, urn, opts, parent, provider, propertyDependencies } = resource;
    const value = {
        ...{ type, urn, parent: parent?.urn, protect: opts.protect, outputs: readableOutputs(resource) },
        // Only what a provider manages has one; a policy is not told its id.
        custom: provider !== undefined,
        provider: provider === undefined ? undefined : `${provider.urn}::${unknownValue}`,
        propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, sources]) => [
                property,
                sources.map(({ urn }) => urn),
            ]),
        ),
    };
    const after = resourceStateIn({ value, pointer: urn, document: "policy" }, readableProperties);
    return {
        ...{ urn, type, operation: "create", before: undefined, after, isStateMissing: false },
        ...{ pointer: urn, sequence: undefined },
    };
}

function readableOutputs({ type, props }: PolicedResource): Record<string, unknown> {
    const names = (readableProperties.get(type) ?? []).map((name) => name.split(".")[0] ?? name);
    return Object.fromEntries([...new Set(names)].map((name) => [name, plain(props, name)]));
}

/** A value without the policy SDK's guard, which throws when a value is read that is known after the update only. */
function plain(holder: Readonly<Record<string, unknown>>, name: string): unknown {
    let value: unknown;
    try {
        value = holder[name];
    } catch (error) {
        if (error instanceof Error && "unknownTypeSentinel" in error) {
            return unknownValue;
        }
        throw error;
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const inside = value as Readonly<Record<string, unknown>>;
    const entries = Object.keys(inside).map((key) => [key, plain(inside, key)] as const);
    return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}
