import * as fs from "node:fs";
import { UserError } from "../errors/userError";
import { systemReason } from "../files/systemReason";

/** How long to wait for others, who need milliseconds. */
const patienceMs = 10_000;
/** After that long a lock was left behind by a process that was killed. */
const staleMs = 30_000;
const pauseMs = 20;

/**
 * Does something with a file while no other process does so: a file beside it is the lock.
 * @throws UserError when another process keeps the lock, or when it cannot be made
 */
export function locked<Result>(file: string, action: () => Result): Result {
    const lock = `${file}.lock`;
    const end = Date.now() + patienceMs;
    while (!take(lock)) {
        if (Date.now() > end) {
            throw new UserError(
                `${lock}: another process has been writing ${file} for ${patienceMs / 1000} seconds`,
                "Wait for it, or remove this file when no other export runs.",
            );
        }
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
    try {
        return action();
    } finally {
        fs.rmSync(lock, { force: true });
    }
}

function take(lock: string): boolean {
    try {
        fs.closeSync(fs.openSync(lock, "wx", 0o600));
        return true;
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== "EEXIST") {
            throw new UserError(
                `cannot write ${lock}: ${systemReason(error, { ENOENT: "the folder does not exist" })}`,
            );
        }
        removeStale(lock);
        return false;
    }
}

/** Renamed first, since another process may have removed the stale lock and made its own in the meantime. */
function removeStale(lock: string): void {
    const found = fs.statSync(lock, { throwIfNoEntry: false });
    if (found === undefined || Date.now() - found.mtimeMs < staleMs) {
        return;
    }
    const aside = `${lock}.${process.pid}`;
    try {
        fs.renameSync(lock, aside);
        if (fs.statSync(aside).ino === found.ino) {
            fs.rmSync(aside);
        } else {
            fs.renameSync(aside, lock);
        }
    } catch {
        // Another process was faster.
    }
}
