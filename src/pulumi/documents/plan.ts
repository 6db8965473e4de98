import { readable } from "./properties";
import { typeOf } from "./preview";
import { dependenciesIn } from "./resourceState";
import { escaped, listIn, objectIn, optionalText, partOf, textIn, urnIn, type Part } from "./shape";
import { unknownValue, type ReadableProperties, type ResourceState, type StackDocument } from "./step";
import { StepGatherer } from "./steps";
import { stackOf, tenantIdIn } from "./stackOf";

/**
 * What `pulumi preview --save-plan` writes: sdk/go/common/apitype/plan.go of pulumi/pulumi. A plan says what is to be
 * and which inputs differ, not what they were; those read as not known here, and a stack export adds them.
 */
export function readPlan(root: Part, source: string, names: ReadableProperties): StackDocument {
    // An envelope with a version is what the API calls it; the file is the plan itself.
    const plan = Object.hasOwn(objectIn(root), "plan") ? partOf(root, "plan") : root;
    const plans = partOf(plan, "resourcePlans");
    const gatherer = new StepGatherer();
    for (const urn of Object.keys(objectIn(plans))) {
        const part = { ...partOf(plans, urn), pointer: `${plans.pointer}/${escaped(urn)}` };
        urnIn({ ...part, value: urn });
        const after = plannedState(urn, part, names);
        const ops = listIn(partOf(part, "steps")).map(textIn);
        for (const op of ops.length === 0 ? ["unknown"] : ops) {
            const before =
                after === undefined || op === "create" || op === "import"
                    ? undefined
                    : beforeOf(after, partOf(partOf(part, "goal"), "inputDiff"), names);
            gatherer.add({
                urn,
                type: after?.type ?? typeOf(urn),
                op,
                ...{ before, after, pointer: part.pointer, sequence: undefined },
            });
        }
    }
    const steps = gatherer.steps();
    return {
        ...{ kind: "plan", source, ...stackOf(steps) },
        configuredTenantId: tenantIdIn(partOf(plan, "config")),
        showsChangesOnly: false,
        steps,
        incomplete: [],
    };
}

function plannedState(urn: string, part: Part, names: ReadableProperties): ResourceState | undefined {
    const goal = partOf(part, "goal");
    if (goal.value === undefined || goal.value === null) {
        return undefined;
    }
    const { custom, protect, retainOnDelete, propertyDependencies, inputDiff } = objectIn(goal);
    const type = textIn(partOf(goal, "type"));
    const typeNames = names.get(type) ?? [];
    const outputs = readable(partOf(part, "state").value, typeNames);
    const { adds, updates } = Object(inputDiff) as { adds?: unknown; updates?: unknown };
    return {
        urn,
        type,
        id: knownText(optionalText(partOf(partOf(part, "state"), "id"))),
        parent: optionalText(partOf(goal, "parent")),
        provider: optionalText(partOf(goal, "provider")),
        isCustom: custom === true,
        isExternal: false,
        isProtected: protect === true,
        retainsOnDelete: retainOnDelete === true,
        inputs: { ...readable(adds, typeNames), ...readable(updates, typeNames) },
        outputs,
        propertyDependencies: dependenciesIn(propertyDependencies),
    };
}

/** What differs is not known; what was added was not there. */
function beforeOf(after: ResourceState, inputDiff: Part, names: ReadableProperties): ResourceState {
    const typeNames = names.get(after.type) ?? [];
    const changed = (key: string): string[] => Object.keys(readable(partOf(inputDiff, key).value, typeNames));
    const differing = [...changed("updates"), ...changed("deletes")];
    const added = new Set(changed("adds"));
    return {
        ...after,
        inputs: Object.fromEntries(differing.map((name) => [name, unknownValue])),
        outputs: Object.fromEntries(Object.entries(after.outputs).filter(([name]) => !added.has(name))),
    };
}

function knownText(text: string | undefined): string | undefined {
    return text === unknownValue ? undefined : text;
}
