import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process started, as a text that is only good for comparing: ids are used again, an id with its start is not.
 * Undefined when no such process runs any more; one that has ended and only waits for its parent does not run.
 */
export function processStart(pid: number): string | undefined {
    return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** man 5 proc: the name, which may hold anything, is in brackets; the state follows, and the start 19 fields later. */
function fromProc(pid: number): string | undefined {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
        const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return state === "Z" || state === "X" ? undefined : fields[18];
    } catch {
        return undefined;
    }
}

function fromPs(pid: number): string | undefined {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env, encoding: "utf8" });
    const [, state, start] = /^\s*(\S+)\s+(.+?)\s*$/.exec(status === 0 ? stdout : "") ?? [];
    return state?.startsWith("Z") ? undefined : start;
}
