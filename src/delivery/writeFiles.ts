import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../errors/userError";

/** A file to be written. */
export interface NewFile {
    readonly path: string;
    readonly content: Buffer | string;
    /** 0600 for what only its owner may read. */
    readonly mode: 0o600 | 0o644;
}

/** How files are written. */
export interface WriteOptions {
    /** Replace files that exist. @default false, they are refused. */
    readonly force?: boolean | undefined;
}

/**
 * Writes the files whole or not at all: each is complete before the first appears under its name, and what stood there
 * is never lost half way. Everything happens in one go, so that a signal which the process handles comes before or after.
 * @throws UserError when a file is in the way, the folder is not safe, or the system refuses. Nothing is left behind.
 */
export function writeFiles(files: readonly NewFile[], { force = false }: WriteOptions = {}): void {
    for (const { path } of files) {
        checkFolder(dirname(path));
        checkTarget(path, force);
    }
    const staged: { readonly temporary: string; readonly path: string }[] = [];
    const made: string[] = [];
    try {
        for (const { path, content, mode } of files) {
            const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
            staged.push({ temporary, path });
            attempt(path, () => {
                write(temporary, content, mode);
            });
        }
        for (const { temporary, path } of staged) {
            attempt(path, () => {
                if (force) {
                    fs.renameSync(temporary, path);
                    return;
                }
                // Unlike a renaming, a link never replaces what somebody else has put there meanwhile.
                fs.linkSync(temporary, path);
                made.push(path);
            });
        }
    } catch (error) {
        made.forEach(remove);
        throw error;
    } finally {
        staged.forEach(({ temporary }) => {
            remove(temporary);
        });
    }
}

function write(path: string, content: Buffer | string, mode: number): void {
    const file = fs.openSync(path, "wx", mode);
    try {
        fs.writeFileSync(file, content);
        fs.fsyncSync(file);
    } finally {
        fs.closeSync(file);
    }
}

function remove(path: string): void {
    fs.rmSync(path, { force: true });
}

/**
 * Whoever can write to a folder can put another file in a file's place. In a folder like /tmp, whose sticky bit lets only
 * the owner of a file replace it, nobody else can.
 */
function checkFolder(folder: string): void {
    const { mode, uid, gid } = attempt(folder, () => {
        const status = fs.statSync(folder);
        if (!status.isDirectory()) {
            throw new UserError(`${folder} is no folder`);
        }
        return status;
    });
    // Windows has neither these ids nor these modes.
    const user = process.geteuid?.();
    if (user === undefined) {
        return;
    }
    const sticky = (mode & 0o1000) !== 0;
    const others = (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== process.getegid?.());
    if (uid !== user && uid !== 0) {
        throw new UserError(
            `the folder ${folder} belongs to another user, who could replace the file; use one of your own`,
        );
    }
    if (others && !sticky) {
        throw new UserError(
            `others can write to the folder ${folder}, and so replace the file; use another, or: chmod go-w ${folder}`,
        );
    }
}

function checkTarget(path: string, force: boolean): void {
    const status = attempt(path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
    if (status === undefined) {
        return;
    }
    if (status.isSymbolicLink()) {
        throw new UserError(`${path} is a symbolic link; give the path that it leads to, or remove it`);
    }
    if (!status.isFile()) {
        throw new UserError(`${path} exists and is no file`);
    }
    if (!force) {
        throw new UserError(`${path} exists; --force replaces it`);
    }
}

/** What the system's refusals mean; its other words are passed on. */
const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "not permitted here (a file of another user, or a file system without hard links, where --force helps)",
    EROFS: "the file system is read-only",
    ENOENT: "there is no such folder",
    ENOTDIR: "a part of the path is no folder",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    EFBIG: "a limit on the size of files is reached (ulimit -f)",
    EEXIST: "somebody else has just made it; --force replaces it",
    ENAMETOOLONG: "the name is too long",
};

function attempt<Result>(path: string, action: () => Result): Result {
    try {
        return action();
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (error instanceof UserError || code === undefined) {
            throw error;
        }
        throw new UserError(`cannot write ${path}: ${reasons[code] ?? code}`);
    }
}
