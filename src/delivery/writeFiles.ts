import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../errors/userError";
import { systemReason } from "../files/systemReason";
import { quoted } from "../shells/quoting";

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
    const targets = files.map((file) => {
        const folder = checkedFolder(file.path, force);
        return { file, folder, target: join(folder, basename(file.path)) };
    });
    const twice = targets.find(({ target }, index) => targets.findIndex((other) => other.target === target) !== index);
    if (twice !== undefined) {
        throw new UserError(`${twice.file.path}: two different files cannot have the same name. Give each its own.`);
    }
    const staged: { readonly temporary: string; readonly path: string; readonly target: string }[] = [];
    const made: string[] = [];
    try {
        for (const { file, folder, target } of targets) {
            const { path, content, mode } = file;
            // Without the file's own name, with which it could become too long.
            const temporary = join(folder, `.exo-unattended-${randomBytes(8).toString("hex")}`);
            staged.push({ temporary, path, target });
            attempt(path, () => {
                write(temporary, content, mode);
            });
        }
        for (const { temporary, path, target } of staged) {
            attempt(path, () => {
                if (force) {
                    fs.renameSync(temporary, target);
                    return;
                }
                // Unlike a renaming, a link never replaces what somebody else has put there meanwhile.
                fs.linkSync(temporary, target);
                made.push(target);
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

/**
 * Whether a file could be written there: for before what the file is to tell is done.
 * @throws UserError as {@link writeFiles} would
 */
export function checkWritable(path: string, { force = false }: WriteOptions = {}): void {
    const folder = checkedFolder(path, force);
    attempt(path, () => {
        fs.accessSync(folder, fs.constants.W_OK);
    });
}

/** The file's folder where it really is: whoever owns a symbolic link on the way may change it. */
function checkedFolder(path: string, force: boolean): string {
    const folder = safeFolder(dirname(path), path);
    checkTarget(path, force);
    return folder;
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
 * Where a folder really is, when nobody else can put another file in the place of one in it. Whoever can write to a folder
 * can do that, also to one of the folders above it. In a folder like /tmp, whose sticky bit lets only the owner of an
 * entry replace it, nobody else can.
 */
function safeFolder(folder: string, path: string): string {
    const real = attempt(path, () => {
        const found = fs.realpathSync(folder);
        if (!fs.statSync(found).isDirectory()) {
            throw new UserError(`${folder} is not a folder`);
        }
        return found;
    });
    for (let current = real; ; current = dirname(current)) {
        checkFolder(current);
        if (current === dirname(current)) {
            return real;
        }
    }
}

function checkFolder(folder: string): void {
    const { mode, uid, gid } = attempt(folder, () => fs.statSync(folder));
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
            `others can write to the folder ${folder}, and so replace the file; use another, or: chmod go-w ${quoted(folder)}`,
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
        throw new UserError(`${path} exists and is not a file`);
    }
    if (!force) {
        throw new UserError(`${path} exists`, replaceRemedy);
    }
}

const replaceRemedy = "Choose another name, or force its replacement.";

/** What some of the system's refusals mean here. */
const reasons: Readonly<Record<string, string>> = {
    EPERM: "not permitted here (a file of another user, or a file system without hard links, where replacing files works)",
    ENOENT: "the folder does not exist",
    EEXIST: `somebody else has just created it. ${replaceRemedy}`,
};

function attempt<Result>(path: string, action: () => Result): Result {
    try {
        return action();
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (error instanceof UserError || code === undefined) {
            throw error;
        }
        throw new UserError(`cannot write ${path}: ${systemReason(error, reasons)}`);
    }
}
