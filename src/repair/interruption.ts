import { passed, type Check, type Outcome } from "../checks/check";
import { readLocks, type StackLock } from "../pulumi/locks";
import type { StackOptions } from "../pulumi/run";
import { readDeployment, type PendingOperation } from "../pulumi/state";
import { nameOf } from "../identities/names";

/** What an update that was killed left behind in the backend. */
export interface Interruption {
    readonly locks: readonly StackLock[];
    readonly pendingOperations: readonly PendingOperation[];
}

/**
 * Reads what an update that was killed left behind. Nothing is changed.
 * @throws UserError when pulumi cannot read it; the signal's reason when it aborts
 */
export async function readInterruption(options: StackOptions): Promise<Interruption> {
    const [locks, { pendingOperations }] = await Promise.all([readLocks(options), readDeployment(options)]);
    return { locks, pendingOperations };
}

/** Whether an update can begin, and whether one was interrupted. */
export function interruptionChecks(stack: string, { locks, pendingOperations }: Interruption): readonly Check[] {
    return [
        { title: "Stack lock", ...lockOutcome(stack, locks) },
        { title: "Pending operations", ...pendingOutcome(stack, pendingOperations) },
    ];
}

/** Those of the checks that do not hold. */
export function interruptionFindings(stack: string, interruption: Interruption): readonly Check[] {
    return interruptionChecks(stack, interruption).filter(({ result }) => result !== "passed");
}

function lockOutcome(stack: string, locks: readonly StackLock[]): Outcome {
    if (locks.length === 0) {
        return passed("not locked");
    }
    const evidence = `the stack is locked by ${locks.map(lockText).join("; ")}`;
    return {
        result: "failed",
        evidence,
        remedy: locks.some(({ process }) => process === "running")
            ? "Wait until that update has ended."
            : `${repairOf(stack)}, which releases it after asking.`,
    };
}

/** One lock, in words. */
export function lockText({ holder, process }: StackLock): string {
    const state = {
        running: "it is still running",
        ended: "it has ended",
        unknown: "whether it is still running is not known here",
    }[process];
    return `${holder} (${state})`;
}

function repairOf(stack: string): string {
    return `Run \`exo-unattended repair --stack ${stack}\``;
}

function pendingOutcome(stack: string, pending: readonly PendingOperation[]): Outcome {
    return pending.length === 0
        ? passed("none")
        : {
              result: "warning",
              evidence: `an update was interrupted while ${pending.map(pendingText).join(", ")}`,
              remedy: `${repairOf(stack)}.`,
          };
}

/** One pending operation, in words. */
export function pendingText({ urn, type }: PendingOperation): string {
    return `${type} ${nameOf(urn)}`;
}
