import type { Forgotten, ImportFile } from "../pulumi/changes";
import type { StateResource } from "../pulumi/state";
import { importFile } from "./importFile";
import type { RepairPlan } from "./plan";

/** How a repair reaches the stack; each throws a UserError when pulumi cannot do it. */
export interface RepairEffects {
    readonly releaseLocks: () => Promise<void>;
    /** Takes these resources and all pending operations out of the state. */
    readonly editState: (forgotten: readonly Forgotten[]) => Promise<void>;
    readonly refresh: (urns: readonly string[]) => Promise<void>;
    /** The state's resources as they are now. */
    readonly readState: () => Promise<readonly StateResource[]>;
    readonly importResources: (file: ImportFile) => Promise<void>;
}

/**
 * Carries a plan out. What is done before a failure stays done.
 * @throws UserError when pulumi cannot do one of the steps
 */
export async function applyRepair(plan: RepairPlan, effects: RepairEffects): Promise<void> {
    if (plan.locks.length > 0) {
        await effects.releaseLocks();
    }
    // First: refresh and import stop at what has to be forgotten.
    if (plan.forget.length > 0 || (plan.pendingOperations.length > 0 && plan.adopt.length === 0)) {
        await effects.editState(plan.forget);
    }
    if (plan.refresh.length > 0) {
        await effects.refresh(plan.refresh);
    }
    if (plan.adopt.length > 0) {
        await effects.importResources(importFile(plan.adopt, await effects.readState()));
        // Last: until then they show that an interrupted update created what is adopted.
        if (plan.pendingOperations.length > 0 && plan.forget.length === 0) {
            await effects.editState([]);
        }
    }
}
