import type { Operation, Properties, ResourceState, ResourceStep } from "./step";

/** One step as a document writes it; a replacement is several of them. */
export interface WrittenStep {
    readonly urn: string;
    readonly type: string;
    /** The engine's word: `same`, `create-replacement`, `delete-replaced` … */
    readonly op: string;
    readonly before: ResourceState | undefined;
    readonly after: ResourceState | undefined;
    readonly pointer: string;
    readonly sequence: number | undefined;
}

/** The engine's words (pkg/display/json.go and apitype/events.go of pulumi/pulumi). */
const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>(
    Object.entries({
        same: "same",
        create: "create",
        update: "update",
        delete: "delete",
        replace: "replace",
        "create-replacement": "replace",
        "delete-replaced": "delete",
        read: "read",
        "read-replacement": "read",
        refresh: "refresh",
        discard: "discard",
        "discard-replaced": "discard",
        "remove-pending-replace": "discard",
        import: "import",
        "import-replacement": "import",
    } as const),
);

/** What a step of each operation must show to be understood. */
const sides: Readonly<Record<Operation, readonly ("before" | "after")[]>> = {
    same: ["after"],
    create: ["after"],
    update: ["before", "after"],
    delete: ["before"],
    replace: ["before", "after"],
    import: ["after"],
    read: [],
    refresh: ["after"],
    discard: [],
    unknown: ["before", "after"],
};

/** Gathers the steps of a document into one for each resource. */
export class StepGatherer {
    private readonly gathered = new Map<string, WrittenStep>();

    add(step: WrittenStep): void {
        const earlier = this.gathered.get(step.urn);
        this.gathered.set(step.urn, earlier === undefined ? step : merged(earlier, step));
    }

    /** Starts again: a stream may hold a preview and the update after it. */
    clear(): void {
        this.gathered.clear();
    }

    steps(): ResourceStep[] {
        return [...this.gathered.values()].map(({ op, ...step }) => {
            const operation = operations.get(op) ?? "unknown";
            // What stays as it is may be shown once; what a preview does not ask again is as it was.
            const before = step.before ?? (operation === "same" ? step.after : undefined);
            const after = operation === "delete" ? undefined : withOutputs(step.after, before, operation);
            return {
                ...step,
                operation,
                before,
                after,
                isStateMissing: sides[operation].some((side) => (side === "before" ? before : after) === undefined),
            };
        });
    }
}

/** The old object of a replacement, and the new one; a later event of a step shows more of the same. */
function merged(earlier: WrittenStep, later: WrittenStep): WrittenStep {
    const replaces = [earlier.op, later.op].some((op) => op === "replace" || op === "create-replacement");
    const isDeletionOnly = later.op === "delete-replaced" || later.op === "discard-replaced";
    return {
        ...(isDeletionOnly ? earlier : later),
        op: replaces ? "replace" : isDeletionOnly ? earlier.op : later.op,
        before: earlier.before ?? later.before,
        after: isDeletionOnly ? earlier.after : (later.after ?? earlier.after),
        pointer: earlier.pointer,
        sequence: earlier.sequence,
    };
}

function withOutputs(
    after: ResourceState | undefined,
    before: ResourceState | undefined,
    operation: Operation,
): ResourceState | undefined {
    const shown = after ?? (operation === "same" ? before : undefined);
    return shown === undefined || before === undefined || operation === "replace"
        ? shown
        : {
              ...shown,
              id: shown.id ?? before.id,
              outputs: { ...withoutRemoved(before, shown), ...shown.outputs },
              propertyDependencies:
                  Object.keys(shown.propertyDependencies).length === 0
                      ? before.propertyDependencies
                      : shown.propertyDependencies,
          };
}

/** The outputs before, without those that follow an input which the program has removed. */
function withoutRemoved({ inputs, outputs }: ResourceState, { inputs: now }: ResourceState): Properties {
    return now === undefined
        ? outputs
        : Object.fromEntries(
              Object.entries(outputs).filter(
                  ([name]) => Object.hasOwn(now, name) || inputs === undefined || !Object.hasOwn(inputs, name),
              ),
          );
}
