import { readdirSync, readFileSync } from "node:fs";

/** A process as /proc has it. */
export interface RunningProcess {
    readonly pid: number;
    readonly command: string;
    /** Memory that it has in RAM, in MB. */
    readonly megabytes: number;
}

/** The processes below that one. */
export function descendants(pid: number): RunningProcess[] {
    const all = readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                const status = readFileSync(`/proc/${name}/status`, "utf8");
                const number = (field: string): number =>
                    Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
                const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
                return [{ pid: Number(name), parent: number("PPid"), command, megabytes: number("VmRSS") / 1024 }];
            } catch {
                // It has ended meanwhile.
                return [];
            }
        });
    const below = (parent: number): typeof all =>
        all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
    return below(pid);
}

export function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
        return false;
    }
}

/** Waits until all of them have ended, whoever started them. */
export async function ended(pids: readonly number[]): Promise<void> {
    while (pids.some(isRunning)) {
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
