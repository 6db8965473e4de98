import { resourceStateIn } from "./resourceState";
import { listIn, objectIn, partOf, refusal, urnIn, type Part } from "./shape";
import type { Incompleteness, ReadableProperties, ResourceStep, StackDocument } from "./step";
import { stackOf } from "./stackOf";

/** What `pulumi stack export` writes: sdk/go/common/apitype/core.go (DeploymentV3) of pulumi/pulumi. */
export function readState(root: Part, source: string, names: ReadableProperties): StackDocument {
    const deployment = partOf(root, "deployment");
    // A stack that was made and never updated has none.
    if (deployment.value !== null) {
        objectIn(deployment);
    }
    const steps = listIn(partOf(deployment, "resources")).flatMap((part): ResourceStep[] => {
        const { pendingReplacement } = objectIn(part);
        const state = resourceStateIn(part, names);
        if (state === undefined) {
            throw refusal(part, "is not a resource");
        }
        // It is deleted already; the update that was to make it again was interrupted.
        return pendingReplacement === true
            ? []
            : [
                  {
                      urn: state.urn,
                      type: state.type,
                      operation: state.isExternal ? "read" : "same",
                      ...{ before: state, after: state, isStateMissing: false },
                      ...{ pointer: part.pointer, sequence: undefined },
                  },
              ];
    });
    return {
        ...{ kind: "state", source, ...stackOf(steps) },
        configuredTenantId: undefined,
        showsChangesOnly: false,
        steps,
        incomplete: listIn(partOf(deployment, "pending_operations")).map((part): Incompleteness => ({
            detail: "an update was interrupted here: only the tenant shows whether it succeeded",
            urn: urnIn(partOf(partOf(part, "resource"), "urn")),
            pointer: part.pointer,
            sequence: undefined,
        })),
    };
}
