import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseTroubleChoice, startTenant, type RunningTenant } from "microsoft-local-tenant";
import {
    claimLock,
    leftOverLine,
    type Owner,
    readLock,
    removeLeftOver,
    rewriteLock,
    thisProcess,
} from "../engine/lock";
import { processMark } from "../../src/pulumi/processStart";
import { sandboxSeed } from "./sandboxSeed";
import { tenantAnswers } from "./tenantAnswers";

/** The tenant's port, unless something else has it. */
const defaultPort = 48443;
/** For how long a tenant may take to start or to stop. It needs a second; a busy machine some more. */
const patienceMs = 30_000;

/** The local tenant for the time of one command. */
export interface SharedTenant {
    readonly port: number;
    /** Ends our use. The process that started the tenant waits for the others that use it, then stops it. */
    close(): Promise<void>;
}

/** Who runs the tenant, as the lock says it. */
interface Host extends Owner {
    /** Not yet known while the tenant starts. */
    readonly port?: number;
    /** The tenant is about to stop: nobody may join it any more. */
    readonly stopping?: boolean;
}

/**
 * Reuses the tenant that another command runs in this folder, or starts one in this process. Who runs it is in
 * tenant.lock; who uses it, in users/, one file per process.
 * @throws Error that names the process which holds the lock without running a tenant.
 */
export async function openSharedTenant(folder: string, tell: (line: string) => void): Promise<SharedTenant> {
    const lock = path.join(folder, "tenant.lock");
    const users = path.join(folder, "users");
    mkdirSync(users, { recursive: true });
    const self = thisProcess();
    const deadline = Date.now() + patienceMs;
    while (!claimLock(lock, self)) {
        const found = readLock(lock);
        if (found === undefined) {
            continue;
        }
        if ("leftOver" in found) {
            // A damaged lock says nothing of its owner: the tenant itself does.
            const port = portIn(found.text) ?? defaultPort;
            if (await tenantAnswers(folder, port)) {
                tell(`local tenant: the running one on port ${port}`);
                return { port, close: useTenant(users, self) };
            }
            tell(leftOverLine(lock, found.leftOver));
            removeLeftOver(lock, found);
            continue;
        }
        const host = found.owner as Host;
        if (typeof host.port === "number" && host.stopping !== true) {
            const joined = await join(folder, lock, users, host, self);
            if (joined) {
                tell(`local tenant: the running one on port ${joined.port}`);
                return joined;
            }
        }
        if (Date.now() > deadline) {
            throw new Error(
                `process ${host.pid} holds ${lock}, but its local tenant does not answer. End that process, and run this again`,
            );
        }
        await sleep(50);
    }
    return serve(folder, lock, users, self, tell);
}

/** Undefined when the tenant does not answer, or is about to stop. */
async function join(
    folder: string,
    lock: string,
    users: string,
    host: Host,
    self: Owner,
): Promise<SharedTenant | undefined> {
    const { port } = host;
    if (port === undefined || !(await tenantAnswers(folder, port))) {
        return undefined;
    }
    const leave = useTenant(users, self);
    // Whoever stops the tenant says so before it looks for users: one of the two sees the other.
    const now = readLock(lock);
    if (now === undefined || !("owner" in now) || now.owner.started !== host.started || now.owner.stopping === true) {
        await leave();
        return undefined;
    }
    return { port, close: leave };
}

/** Notes that this process uses the tenant. @returns What ends that. */
function useTenant(users: string, self: Owner): () => Promise<void> {
    const lease = path.join(users, String(self.pid));
    writeFileSync(lease, self.started);
    return () => {
        rmSync(lease, { force: true });
        return Promise.resolve();
    };
}

function portIn(text = ""): number | undefined {
    const port = Number(/"port":\s*(\d{1,5})\b/.exec(text)?.[1]);
    return port > 0 && port < 65_536 ? port : undefined;
}

async function serve(
    folder: string,
    lock: string,
    users: string,
    self: Owner,
    tell: (line: string) => void,
): Promise<SharedTenant> {
    let tenant: RunningTenant;
    try {
        tenant = await start(folder);
    } catch (error) {
        rmSync(lock, { force: true });
        throw error;
    }
    const { port } = tenant;
    rewriteLock(lock, { ...self, port });
    tell(`local tenant: started on https://localhost:${port}`);
    return {
        port,
        close: async () => {
            try {
                await othersAreDone(users, tell);
                rewriteOwn({ port, stopping: true });
                while (usersIn(users).length > 0) {
                    rewriteOwn({ port });
                    await othersAreDone(users, tell);
                    rewriteOwn({ port, stopping: true });
                }
            } finally {
                await tenant.close();
                rmSync(lock, { force: true });
            }
        },
    };

    function rewriteOwn(notes: Partial<Host>): void {
        // Somebody may have deleted the folder meanwhile, to start again from nothing.
        if (readLock(lock) !== undefined) {
            rewriteLock(lock, { ...self, ...notes });
        }
    }
}

async function start(folder: string): Promise<RunningTenant> {
    const directory = path.join(folder, "tenant");
    const profile = parseTroubleChoice(process.env.EXO_UNATTENDED_SANDBOX_PROFILE ?? "instant");
    try {
        return await startTenant({ directory, port: defaultPort, profile, seed: sandboxSeed() });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
            return startTenant({ directory, port: 0, profile, seed: sandboxSeed() });
        }
        throw error;
    }
}

async function othersAreDone(users: string, tell: (line: string) => void): Promise<void> {
    if (usersIn(users).length > 0) {
        tell("another command uses the local tenant: waiting for its end (Ctrl-C stops the tenant now)");
    }
    while (usersIn(users).length > 0) {
        await sleep(200);
    }
}

/** The processes that use the tenant and still run. */
function usersIn(users: string): readonly string[] {
    try {
        return readdirSync(users).filter(
            (name) =>
                /^[1-9]\d*$/.test(name) && readFileSync(path.join(users, name), "utf8") === processMark(Number(name)),
        );
    } catch {
        // The folder was deleted, or a file in it while we looked: the next look tells.
        return [];
    }
}
