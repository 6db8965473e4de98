import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { promisify } from "node:util";

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
export async function processState(locking: LockingProcess): Promise<ProcessState> {
    if (locking.hostname !== hostname()) {
        return "unknown";
    }
    if (!exists(locking.pid)) {
        return "ended";
    }
    const started = process.platform === "linux" ? startedOnLinux(locking.pid) : await startedByPs(locking.pid);
    if (started === "ended" || started === undefined) {
        return started ?? "unknown";
    }
    return started.getTime() > Date.parse(locking.timestamp) + clockToleranceMs ? "ended" : "running";
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

/** From procfs (man 5 proc): the start in clock ticks after the boot, of which there are 100 in a second. */
function startedOnLinux(pid: number): Date | "ended" | undefined {
    try {
        // The second field is the command in parentheses, which may hold blanks and parentheses itself.
        const [state, ...fields] = (readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1) ?? "").split(" ");
        const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
        const started = new Date((Number(boot) + Number(fields[18]) / 100) * 1000);
        return state === "Z" ? "ended" : Number.isNaN(started.getTime()) ? undefined : started;
    } catch {
        return exists(pid) ? undefined : "ended";
    }
}

/** On macOS and other Unix systems; Windows has no `ps`. */
async function startedByPs(pid: number): Promise<Date | undefined> {
    const options = { env: { ...process.env, LC_ALL: "C" } };
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], options).catch(() => ({
        stdout: "",
    }));
    const started = new Date(stdout.trim());
    return Number.isNaN(started.getTime()) ? undefined : started;
}
