import { resourceStateIn } from "./resourceState";
import { listIn, objectIn, partOf, textIn, urnIn, type Part } from "./shape";
import type { Incompleteness, ReadableProperties, StackDocument } from "./step";
import { StepGatherer } from "./steps";
import { stackOf, tenantIdIn } from "./stackOf";

/** What `pulumi preview --json` prints: pkg/display/json.go of pulumi/pulumi. */
export function readPreview(root: Part, source: string, names: ReadableProperties): StackDocument {
    const gatherer = new StepGatherer();
    const parts = listIn(partOf(root, "steps"));
    for (const part of parts) {
        const before = resourceStateIn(partOf(part, "oldState"), names);
        const after = resourceStateIn(partOf(part, "newState"), names);
        const urn = urnIn(partOf(part, "urn"));
        gatherer.add({
            urn,
            type: (after ?? before)?.type ?? typeOf(urn),
            op: textIn(partOf(part, "op")),
            ...{ before, after, pointer: part.pointer, sequence: undefined },
        });
    }
    const steps = gatherer.steps();
    const { changeSummary } = objectIn(root);
    const { same = 0 } = Object(changeSummary) as { same?: number };
    return {
        kind: "preview",
        source,
        ...stackOf(steps),
        configuredTenantId: tenantIdIn(partOf(root, "config")),
        showsChangesOnly:
            same > steps.filter(({ operation, after }) => operation === "same" && isCounted(after?.type)).length,
        steps,
        incomplete: [...failures(root), ...corruption(root)],
    };
}

/** The engine does not count providers. */
function isCounted(type = ""): boolean {
    return !type.startsWith("pulumi:providers:");
}

/** The type that a URN names: the last of its chain. */
export function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function failures(root: Part): Incompleteness[] {
    return listIn(partOf(root, "diagnostics")).flatMap((part): Incompleteness[] => {
        const { severity, urn } = objectIn(part);
        return severity === "error"
            ? [
                  {
                      detail: "the preview failed here: what comes after it is not in the file",
                      urn: typeof urn === "string" && urn !== "" ? urn : undefined,
                      pointer: part.pointer,
                      sequence: undefined,
                  },
              ]
            : [];
    });
}

function corruption(root: Part): Incompleteness[] {
    const part = partOf(root, "maybeCorrupt");
    return part.value === true
        ? [
              {
                  detail: "the preview reports that it may be corrupt",
                  urn: undefined,
                  pointer: part.pointer,
                  sequence: undefined,
              },
          ]
        : [];
}
