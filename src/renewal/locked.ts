import type { UserError } from "../errors/userError";
import { locksIn, readLocks, type StackLock } from "../pulumi/locks";
import type { StackOptions } from "../pulumi/run";
import { person, type Decision } from "./decision";

/**
 * After this a lock whose process nobody can look for is taken for one that was left behind. No update runs so long: the
 * jobs of hosted pipelines end after six hours at most
 * (docs.github.com/actions/reference/limits, learn.microsoft.com/azure/devops/pipelines/process/phases#timeouts).
 */
const longestUpdateMs = 6 * 60 * 60_000;

/** What the stack waits for, when that error is a lock that somebody holds; undefined for any other error. */
export async function lockedBy({ message }: UserError, stack: StackOptions, now: Date): Promise<Decision | undefined> {
    const named = locksIn(message);
    if (named.length === 0) {
        return undefined;
    }
    // The error of an update names who holds the lock only in part.
    const locks = await readLocks(stack);
    return locked(locks.length > 0 ? locks : named, now);
}

/** What a stack whose lock somebody holds waits for; a lock that a killed update has left would keep it waiting for ever. */
export function locked(locks: readonly StackLock[], now: Date): Decision {
    const left = locks.filter((lock) => isLeft(lock, now));
    if (left.length === locks.length) {
        return person(
            ...left.map(
                ({ holder }) =>
                    `an update has ended and left its lock: ${holder}. Run \`exo-unattended repair\`, which shows what it left behind and releases the lock, or only \`pulumi cancel\`.`,
            ),
        );
    }
    return {
        kind: "waiting",
        until: undefined,
        reasons: locks.map(({ holder, process }) =>
            process === "running"
                ? `an update is running: ${holder}`
                : `an update is running, as far as this machine can tell: ${holder}. If it was killed, run \`pulumi cancel\`.`,
        ),
    };
}

function isLeft({ process, since }: StackLock, now: Date): boolean {
    return (
        process === "ended" ||
        (process === "unknown" && since !== undefined && now.getTime() - Date.parse(since) > longestUpdateMs)
    );
}
