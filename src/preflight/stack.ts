import { failed, passed, warning, type Outcome } from "../checks/check";
import { nameOf } from "../identities/names";
import type { StackLock } from "../pulumi/locks";
import type { PendingOperation } from "../pulumi/state";

const repair = "Run exo-unattended repair, which clears it after asking.";

/** Whether an update can begin: nothing locks the stack, and no update was interrupted. */
export function checkStack(locks: readonly StackLock[], pendingOperations: readonly PendingOperation[]): Outcome {
    if (locks.length > 0) {
        const isOver = locks.every(({ process }) => process === "ended");
        return failed(
            `the stack is locked by ${locks.map(({ holder }) => holder).join("; ")}${isOver ? "; that process has ended" : ""}`,
            isOver ? repair : `Wait until that update ends. If it was interrupted: ${repair}`,
        );
    }
    if (pendingOperations.length > 0) {
        const operations = pendingOperations.map(({ type, urn }) => `${type} "${nameOf(urn)}"`);
        return warning(`an update was interrupted while ${operations.join(", ")}`, repair);
    }
    return passed("not locked, and no update was interrupted");
}
