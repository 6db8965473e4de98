import { z } from "zod";
import { processState, type ProcessState } from "./processes";
import { explain, pulumi, tryPulumi, type ProjectOptions, type StackOptions } from "./run";
import { document } from "./state";
import { UserError } from "../errors/userError";

/** A lock that keeps updates from a stack. */
export interface StackLock {
    /** Who holds it, in words, such as `deploy@build-7 (process 4711), since 2026-11-26T10:00:00Z`. */
    readonly holder: string;
    /** When it was taken: RFC 3339; undefined when the backend does not tell. */
    readonly since: string | undefined;
    /** Whether its process still runs; `unknown` for another machine's, and for a backend that is a service. */
    readonly process: ProcessState;
}

const backendSchema = z.object({ url: z.string() });
const stacksSchema = z.array(z.object({ name: z.string(), updateInProgress: z.boolean().optional() }));

/**
 * The locks that keep updates from the stack; none when an update could begin. Nothing is changed.
 * @throws UserError when pulumi is missing or cannot tell; the signal's reason when it aborts
 */
export async function readLocks(options: StackOptions): Promise<readonly StackLock[]> {
    const { stack, ...project } = options;
    return /^https?:/.test(await backendOf(project)) ? serviceLocks(stack, project) : storageLocks(options);
}

/** Where a project's stacks are. The variable comes before all that pulumi looks at (workspace/creds.go, 3.259.0). */
async function backendOf(project: ProjectOptions): Promise<string> {
    const { PULUMI_BACKEND_URL: given = "" } = project.environment ?? process.env;
    return given === "" ? document(await pulumi(["whoami", "--json"], project), backendSchema).url : given;
}

/** A service tells that an update is in progress, and no more. */
async function serviceLocks(name: string, project: ProjectOptions): Promise<readonly StackLock[]> {
    const stacks = document(await pulumi(["stack", "ls", "--json"], project), stacksSchema);
    const found = stacks.find((one) => one.name === name) ?? stacks.find((one) => one.name === lastPart(name));
    return found?.updateInProgress === true ? [runningAtService] : [];
}

const runningAtService: StackLock = {
    holder: "an update that the service reports as running",
    since: undefined,
    process: "unknown",
};

/** The name in `organization/project/stack`. */
function lastPart(name: string): string {
    return name.split("/").at(-1) ?? name;
}

/**
 * Pulumi shows the locks of a storage backend (a folder, S3, Azure Blob, Google Cloud Storage) only to a command that
 * needs one. Renaming a stack to its own name is such a command: without other locks it takes one, finds that the name
 * exists, and releases it again (backend/diy/backend.go, renameStack, 3.259.0).
 */
async function storageLocks(options: StackOptions): Promise<readonly StackLock[]> {
    const { stdout, stderr } = await tryPulumi(["stack", "rename", options.stack], options);
    const said = `${stdout}\n${stderr}`;
    if (/a stack named .* already exists/.test(said)) {
        return [];
    }
    const locks = locksIn(said);
    if (locks.length === 0) {
        throw new UserError(explain(stderr));
    }
    return locks;
}

/** Only characters that a terminal shows as they are: the names come from a file that others write. */
const namedLock =
    /: created by (?<username>[\p{L}\p{N} ._$\\@+-]+)@(?<hostname>[\w.-]+) \(pid (?<pid>\d+)\) at (?<timestamp>[\dT:.Z+-]+)/gu;

/**
 * The locks that pulumi names in an error (backend/diy/lock.go, checkForLock, 3.259.0), with one for a lock file that
 * its writer did not complete; the update that the service names in its refusal; none when the error has another reason.
 */
export function locksIn(text: string): readonly StackLock[] {
    const locks = [...text.matchAll(namedLock)].map(({ groups = {} }): StackLock => {
        const { username = "", hostname = "", pid = "", timestamp = "" } = groups;
        return {
            holder: `${username}@${hostname} (process ${pid}), since ${timestamp}`,
            since: timestamp,
            process: processState({ hostname, timestamp, pid: Number(pid) }),
        };
    });
    // pulumi.com/docs/iac/support/troubleshooting/common-issues/update-conflicts
    if (text.includes("[409] Conflict: Another update is currently in progress")) {
        return [runningAtService];
    }
    const isUnreadable = /currently locked by|JSON input|invalid character|cannot unmarshal/.test(text);
    return locks.length === 0 && isUnreadable ? [unreadable] : locks;
}

const unreadable: StackLock = {
    holder: "unknown, because the lock file cannot be read",
    since: undefined,
    process: "unknown",
};

/**
 * Releases all locks of the stack. Only for locks whose processes have ended: a running update would go on unlocked, or
 * be cancelled by the service.
 * @throws UserError when pulumi cannot do it; the signal's reason when it aborts
 */
export async function releaseLocks(options: StackOptions): Promise<void> {
    await pulumi(["cancel", "--yes"], options);
}
