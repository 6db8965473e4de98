import { unknownValue } from "../pulumi/preview";
import type { UpdatePlan } from "../pulumi/plan";
import { connectionIn, type StateResource } from "../pulumi/state";
import { nameOf } from "../identities/names";

/** What an update led to, compared with its plan. */
export interface UpdateOutcome {
    /** In words; empty when the update led to what was planned. */
    readonly differences: readonly string[];
    /** How many values that the plan did not know are there now. */
    readonly learned: number;
}

/**
 * Compares a state with the plan that led to it: the resources are exactly those of the plan, every value that was not
 * known is there, and the login is in the tenant that was meant.
 */
export function compareOutcome(
    { resources: planned }: Pick<UpdatePlan, "resources">,
    state: readonly StateResource[],
    tenantId: string,
): UpdateOutcome {
    const remaining = planned.filter(({ ops }) => ops.some((op) => !/^(delete|discard)/.test(op)));
    const missing = remaining.filter(({ urn }) => !state.some((resource) => resource.urn === urn));
    const unplanned = state.filter(({ urn }) => !remaining.some((resource) => resource.urn === urn));
    const toBeDeleted = state.filter((resource) => resource.delete === true);
    let learned = 0;
    const stillUnknown: string[] = [];
    for (const { urn, unknown } of remaining) {
        const resource = state.find((one) => one.urn === urn && one.delete !== true);
        for (const path of unknown) {
            if (path === "id" ? typeof resource?.id === "string" : isKnown(valueAt(resource?.outputs, path))) {
                learned += 1;
            } else {
                stillUnknown.push(`${nameOf(urn)}: ${path}`);
            }
        }
    }
    const connected = (connectionIn({ resources: state }) as { readonly tenantId?: unknown } | undefined)?.tenantId;
    return {
        learned,
        differences: [
            ...missing.map(({ urn }) => `${nameOf(urn)} is missing`),
            ...unplanned.map(({ urn }) => `${nameOf(urn)} was not planned`),
            ...toBeDeleted.map(({ urn }) => `an older ${nameOf(urn)} is still to be deleted`),
            ...stillUnknown.map((what) => `${what} has no value`),
            ...(typeof connected === "string" && connected.toLowerCase() !== tenantId
                ? [`the login is in the tenant ${connected}`]
                : []),
        ],
    };
}

/** Null is a value: many properties that a provider computes are not set. */
function isKnown(value: unknown): boolean {
    return value !== unknownValue;
}

function valueAt(outputs: unknown, path: string): unknown {
    return path
        .split(".")
        .reduce<unknown>(
            (value, name) =>
                typeof value === "object" && value !== null
                    ? (value as Readonly<Record<string, unknown>>)[name]
                    : undefined,
            outputs,
        );
}
