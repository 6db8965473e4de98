import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./usageError";

/** How a file is written. */
export interface NewFileOptions {
    /** Replace a file that exists. @default false, it is refused. */
    readonly force?: boolean | undefined;
}

/** @throws UsageError when a file is in the way, or the folder is not there. */
export function checkNewFile(path: string, { force = false }: NewFileOptions): void {
    const there = fs.lstatSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !(force && there.isFile())) {
        throw new UsageError(there.isFile() ? `${path} exists; --force replaces it` : `${path} exists and is no file`);
    }
    if (!fs.existsSync(dirname(path))) {
        throw new UsageError(`cannot write ${path}: there is no folder ${dirname(path)}`);
    }
}

/**
 * Writes a file, readable by all, whole or not at all.
 * @throws UsageError when a file is in the way, or the system refuses. Nothing is left behind.
 */
export function writeNewFile(path: string, content: string, options: NewFileOptions): void {
    checkNewFile(path, options);
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
    try {
        fs.writeFileSync(temporary, content, { flag: "wx", mode: 0o644, flush: true });
        if (options.force === true) {
            fs.renameSync(temporary, path);
        } else {
            // Unlike a renaming, a link never replaces what somebody else has put there meanwhile.
            fs.linkSync(temporary, path);
        }
    } catch (error) {
        throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : "unknown reason"}`);
    } finally {
        fs.rmSync(temporary, { force: true });
    }
}
