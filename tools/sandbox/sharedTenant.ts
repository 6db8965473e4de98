import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseTroubleChoice, startTenant, type RunningTenant } from "microsoft-local-tenant";

/** The tenant's port, unless something else has it. */
const defaultPort = 48443;

/** The local tenant for the time of one command. */
export interface SharedTenant {
    readonly port: number;
    /** Ends our use. The process that started the tenant waits for the others that use it, then stops it. */
    close(): Promise<void>;
}

/**
 * Reuses the tenant that another command runs in this folder, or starts one in this process. Who runs it stands in
 * tenant.lock; who uses it, in users/, one file per process.
 */
export async function openSharedTenant(folder: string, tell: (line: string) => void): Promise<SharedTenant> {
    const lock = path.join(folder, "tenant.lock");
    const users = path.join(folder, "users");
    mkdirSync(users, { recursive: true });
    const lease = path.join(users, String(process.pid));
    for (;;) {
        const host = readHost(lock);
        if (host !== undefined && isRunning(host.pid)) {
            if (host.port === undefined) {
                // The other process is about to start it.
                await sleep(50);
                continue;
            }
            writeFileSync(lease, "");
            tell(`local tenant: the running one on port ${host.port}`);
            return {
                port: host.port,
                close: () => {
                    rmSync(lease, { force: true });
                    return Promise.resolve();
                },
            };
        }
        if (claim(lock, host !== undefined)) {
            break;
        }
    }

    const tenant = await start(folder);
    writeFileSync(lock, JSON.stringify({ pid: process.pid, port: tenant.port }));
    tell(`local tenant: started on https://localhost:${tenant.port}`);
    return {
        port: tenant.port,
        close: async () => {
            try {
                await othersAreDone(users, tell);
            } finally {
                rmSync(lock, { force: true });
                await tenant.close();
            }
        },
    };
}

async function start(folder: string): Promise<RunningTenant> {
    const directory = path.join(folder, "tenant");
    const profile = parseTroubleChoice(process.env.EXO_UNATTENDED_SANDBOX_PROFILE ?? "instant");
    try {
        return await startTenant({ directory, port: defaultPort, profile });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
            return startTenant({ directory, port: 0, profile });
        }
        throw error;
    }
}

interface Host {
    readonly pid: number;
    /** Not yet known while the tenant starts. */
    readonly port?: number;
}

function readHost(lock: string): Host | undefined {
    try {
        return JSON.parse(readFileSync(lock, "utf8")) as Host;
    } catch {
        return undefined;
    }
}

function claim(lock: string, abandoned: boolean): boolean {
    if (abandoned) {
        rmSync(lock, { force: true });
    }
    try {
        writeFileSync(lock, JSON.stringify({ pid: process.pid }), { flag: "wx" });
        return true;
    } catch {
        return false;
    }
}

async function othersAreDone(users: string, tell: (line: string) => void): Promise<void> {
    // Somebody may have deleted the folder meanwhile, to start anew.
    const others = (): string[] =>
        existsSync(users) ? readdirSync(users).filter((pid) => isRunning(Number(pid))) : [];
    if (others().length > 0) {
        tell("another command uses the local tenant: waiting for its end (Ctrl-C stops the tenant now)");
    }
    while (others().length > 0) {
        await sleep(200);
    }
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
