import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processMark } from "../../src/pulumi/processStart";

/** Who holds a lock, and whatever its users keep in it. */
export interface Owner {
    readonly pid: number;
    /** See processMark. */
    readonly started: string;
    readonly [note: string]: unknown;
}

/** What is found where a lock may be. Undefined: nothing. */
export type Found =
    | { readonly owner: Owner; readonly text: string }
    /** Not held by anybody, for the reason in words. */
    | { readonly leftOver: string; readonly text: string | undefined };

/** A longer file was never written by us. */
const longestLock = 4096;

/** This process as the owner of a lock. */
export const thisProcess = (): Owner => ({ pid: process.pid, started: processMark(process.pid) ?? "" });

/** Reads a lock, and finds out whether its owner still runs. */
export function readLock(file: string): Found | undefined {
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) {
        return undefined;
    }
    // Whatever else it is: reading it could wait for ever.
    if (!stat.isFile()) {
        return { leftOver: "it is not a file", text: undefined };
    }
    if (stat.size > longestLock) {
        return { leftOver: "it is damaged", text: undefined };
    }
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ENOENT"
            ? undefined
            : { leftOver: "it cannot be read", text: undefined };
    }
    const owner = ownerIn(text);
    return typeof owner === "string" ? { leftOver: owner, text } : { owner, text };
}

function ownerIn(text: string): Owner | string {
    if (text.trim() === "") {
        return "it is empty";
    }
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch {
        return "it is damaged";
    }
    const notes: Readonly<Record<string, unknown>> = typeof content === "object" ? { ...content } : {};
    const { pid, started } = notes;
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1 || typeof started !== "string") {
        return "it does not say which process made it, and when that started";
    }
    const running = processMark(pid);
    if (running === undefined) {
        return `process ${pid}, which made it, has ended`;
    }
    return running === started ? { ...notes, pid, started } : `process ${pid} is another one than made it`;
}

/** Takes a lock that nobody holds; false when somebody was faster. The file appears with its content, never empty. */
export function claimLock(file: string, owner: Owner): boolean {
    const written = `${file}.${process.pid}`;
    writeFileSync(written, JSON.stringify(owner));
    try {
        linkSync(written, file);
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        return claimWithoutLinks(file, owner);
    } finally {
        rmSync(written, { force: true });
    }
}

/** Not all file systems have hard links. */
function claimWithoutLinks(file: string, owner: Owner): boolean {
    try {
        writeFileSync(file, JSON.stringify(owner), { flag: "wx" });
        return true;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") {
            return false;
        }
        throw error;
    }
}

/** Changes the notes in a lock that this process holds. */
export function rewriteLock(file: string, owner: Owner): void {
    const written = `${file}.${process.pid}`;
    writeFileSync(written, JSON.stringify(owner));
    renameSync(written, file);
}

/** Removes a lock that was found left over, unless somebody else has done that and made another one meanwhile. */
export function removeLeftOver(file: string, found: Found): void {
    const aside = `${file}.left-over-${process.pid}`;
    rmSync(aside, { recursive: true, force: true });
    try {
        renameSync(file, aside);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return;
        }
        throw error;
    }
    const moved = readLock(aside);
    if (moved !== undefined && "owner" in moved && moved.text !== found.text) {
        claimLock(file, moved.owner);
    }
    rmSync(aside, { recursive: true, force: true });
}

/**
 * Runs something that only one process at a time may do; the others wait for as long as the one that does it runs.
 * @param doing What the others are told that it does, as in "process 7 is preparing the sandbox".
 */
export async function exclusively<T>(
    file: string,
    doing: string,
    tell: (line: string) => void,
    run: () => Promise<T>,
): Promise<T> {
    mkdirSync(path.dirname(file), { recursive: true });
    const owner = thisProcess();
    let told = false;
    while (!claimLock(file, owner)) {
        const found = readLock(file);
        if (found === undefined) {
            continue;
        }
        if ("leftOver" in found) {
            tell(leftOverLine(file, found.leftOver));
            removeLeftOver(file, found);
            continue;
        }
        if (!told) {
            tell(`process ${found.owner.pid} is ${doing}: waiting for it (Ctrl-C stops waiting)`);
            told = true;
        }
        await sleep(200);
    }
    try {
        return await run();
    } finally {
        rmSync(file, { force: true });
    }
}

/** What is told of a lock that is taken over. */
export const leftOverLine = (file: string, reason: string): string =>
    `${path.basename(file)} is left over (${reason}): taking over`;
