import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The start of a process that runs. */
export interface ProcessStart {
    /** A text that is only good for comparing: ids are used again, an id with its start is not. */
    readonly mark: string;
    /** The same by the clock, when that can be told. */
    readonly time: Date | undefined;
}

/**
 * When a process started. `ended` is one that has ended and only waits for its parent; undefined, one that is not seen
 * here, be it gone or hidden. Windows has no `ps`, so it shows none.
 */
export function processStart(pid: number): ProcessStart | "ended" | undefined {
    return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** The mark of a process that runs; undefined when none is seen here. */
export function processMark(pid: number): string | undefined {
    const start = processStart(pid);
    return typeof start === "object" ? start.mark : undefined;
}

/**
 * man 5 proc: the name, which may hold anything, is in brackets; the state follows, and 19 fields later the start in
 * clock ticks after the boot, of which there are 100 in a second.
 */
function fromProc(pid: number): ProcessStart | "ended" | undefined {
    try {
        const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
        const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        if (state === "Z" || state === "X") {
            return "ended";
        }
        const [mark] = fields.slice(18);
        if (mark === undefined) {
            return undefined;
        }
        const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
        return { mark, time: dateOf((Number(boot) + Number(mark) / 100) * 1000) };
    } catch {
        return undefined;
    }
}

/** On macOS and other Unix systems. */
function fromPs(pid: number): ProcessStart | "ended" | undefined {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { env, encoding: "utf8" });
    const [, state, mark] = /^\s*(\S+)\s+(.+?)\s*$/.exec(status === 0 ? stdout : "") ?? [];
    if (state?.startsWith("Z")) {
        return "ended";
    }
    return mark === undefined ? undefined : { mark, time: dateOf(`${mark} UTC`) };
}

function dateOf(time: number | string): Date | undefined {
    const date = new Date(time);
    return Number.isNaN(date.getTime()) ? undefined : date;
}
