import { readFileSync } from "node:fs";
import path from "node:path";
import type { PolicyResource, StackValidationArgs } from "@pulumi/policy";
import { policies } from "../../policy/policies";

/** What the SDK puts around properties before a policy sees them; its types leave it out. */
const { unknownCheckingProxy } = jest.requireActual<{
    readonly unknownCheckingProxy: (props: object) => Record<string, unknown>;
}>("@pulumi/policy");

/** A resource as the engine shows it to a policy, recorded in a preview; URNs stand for the resources that they name. */
export interface RecordedResource {
    readonly type: string;
    readonly urn: string;
    readonly name: string;
    readonly props: Record<string, unknown>;
    readonly parent?: string;
    readonly protect: boolean;
    readonly provider?: string;
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A violation that a policy reported. */
export interface Reported {
    readonly policy: string;
    readonly message: string;
    readonly urn: string | undefined;
}

/** The engine's marker for a text that is known after the update only. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine shows of a stack that no policy objects to, as a preview of its first update has it. */
export function compliantStack(): RecordedResource[] {
    return JSON.parse(readFileSync(path.join(__dirname, "compliantStack.json"), "utf8")) as RecordedResource[];
}

/** A resource beside the recorded ones. */
export function resourceOf(
    type: string,
    name: string,
    props: Record<string, unknown>,
    propertyDependencies: RecordedResource["propertyDependencies"] = {},
): RecordedResource {
    const provider = "urn:pulumi:dev::exo-unattended::pulumi:providers:azuread::default_6_9_1";
    const urn = `urn:pulumi:dev::exo-unattended::${type}::${name}`;
    return { type, urn, name, props, protect: false, provider, propertyDependencies };
}

/** The recorded resource of a type, to be changed. */
export function theOne(stack: readonly RecordedResource[], type: string): RecordedResource {
    const found = stack.find((resource) => resource.type === type);
    if (found === undefined) {
        throw new Error(`no ${type} was recorded`);
    }
    return found;
}

/**
 * Shows a stack to all policies, with values that are not known yet behind the SDK's guard.
 * @param config by policy
 */
export async function runPolicies(
    stack: readonly RecordedResource[],
    config: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Promise<Reported[]> {
    const reported: Reported[] = [];
    for (const { name, validateStack } of policies) {
        const args: StackValidationArgs = {
            resources: shown(stack),
            stackTags: new Map(),
            getConfig: (() => config[name] ?? {}) as StackValidationArgs["getConfig"],
            notApplicable: () => {
                throw new Error("not applicable");
            },
        };
        await validateStack(args, (message, urn) => {
            reported.push({ policy: name, message, urn });
        });
    }
    return reported;
}

function shown(stack: readonly RecordedResource[]): PolicyResource[] {
    const byUrn = new Map<string, PolicyResource>();
    const options = { ignoreChanges: [], aliases: [], additionalSecretOutputs: [] };
    const customTimeouts = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };
    for (const { type, urn, name, props, protect } of stack) {
        byUrn.set(urn, {
            ...{ type, urn, name, dependencies: [], propertyDependencies: {} },
            props: unknownCheckingProxy(props),
            opts: { ...options, protect, customTimeouts },
            isType: () => false,
            asType: () => undefined,
        });
    }
    for (const { urn, parent, provider, propertyDependencies } of stack) {
        const resource = byUrn.get(urn);
        const named = byUrn.get(parent ?? "");
        if (resource !== undefined) {
            Object.assign(resource, {
                ...(named === undefined ? {} : { parent: named }),
                ...(provider === undefined ? {} : { provider: byUrn.get(provider) }),
                propertyDependencies: Object.fromEntries(
                    Object.entries(propertyDependencies).map(([property, urns]) => [
                        property,
                        urns.flatMap((one) => byUrn.get(one) ?? []),
                    ]),
                ),
            });
        }
    }
    return [...byUrn.values()];
}
