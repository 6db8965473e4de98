import type { PastUpdate } from "../pulumi/history";
import type { Deployment } from "../pulumi/state";
import type { Interruption } from "./interruption";

/** A time, with its ends, in milliseconds since 1970. */
export interface Span {
    readonly from: number;
    readonly to: number;
}

/** The backend's clock differs from this machine's, and the tenant writes whole seconds. */
const toleranceMs = 30_000;
/** How long a request can go on after the last state was written: the longest creation (components/timeouts.ts), and a minute. */
const lastRequestMs = 5 * 60_000;

/**
 * When updates of the stack ran that did not complete: only then can the provider have made something that the state
 * does not have. An update that was killed is in no history; its lock, or else the update before it, tells its start.
 * @param aheadMs how far the tenant's clock is ahead of this machine's
 */
export function interruptedUpdates(
    history: readonly PastUpdate[],
    { locks, pendingOperations }: Interruption,
    { resources, writtenAt }: Pick<Deployment, "resources" | "writtenAt">,
    aheadMs: number,
): readonly Span[] {
    const updates = history.filter(({ kind }) => kind === "update");
    const failed = updates
        .filter(({ succeeded }) => !succeeded)
        .map(({ startedAt, endedAt }) => span(startedAt, endedAt ?? writtenAt, toleranceMs, aheadMs));
    if (locks.length + pendingOperations.length === 0) {
        return failed.filter((one) => one !== undefined);
    }
    const starts = [
        ...locks.flatMap(({ since }) => since ?? []).toSorted(),
        ...updates.flatMap(({ endedAt }) => endedAt ?? []),
        ...resources.flatMap(({ created }) => created ?? []).toSorted(),
    ];
    return [...failed, span(starts[0], writtenAt, lastRequestMs, aheadMs)].filter((one) => one !== undefined);
}

function span(from: string | undefined, to: string | undefined, afterMs: number, aheadMs: number): Span | undefined {
    const start = Date.parse(from ?? "");
    return Number.isNaN(start)
        ? undefined
        : {
              from: start + aheadMs - toleranceMs,
              to: Math.max(start, Date.parse(to ?? "") || start) + aheadMs + afterMs,
          };
}
