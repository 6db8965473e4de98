import { hostname } from "node:os";
import { processStart } from "./processStart";

/** A process as a lock names it. */
export interface LockingProcess {
    readonly pid: number;
    readonly hostname: string;
    /** RFC 3339. The process was running then. */
    readonly timestamp: string;
}

/** `unknown`: it runs on another machine, or this one does not show it. */
export type ProcessState = "running" | "ended" | "unknown";

/** Process ids are reused. A process that started later than this after the lock was taken is another one. */
const clockToleranceMs = 2_000;

/** Whether the process that took a lock still runs. */
export function processState(locking: LockingProcess): ProcessState {
    if (locking.hostname !== hostname()) {
        return "unknown";
    }
    if (!exists(locking.pid)) {
        return "ended";
    }
    const started = processStart(locking.pid);
    if (started === "ended") {
        return "ended";
    }
    if (started?.time === undefined) {
        return exists(locking.pid) ? "unknown" : "ended";
    }
    return started.time.getTime() > Date.parse(locking.timestamp) + clockToleranceMs ? "ended" : "running";
}

function exists(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        // Without permission to send it a signal there is such a process.
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
