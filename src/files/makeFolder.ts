import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../errors/userError";
import { systemReason } from "./systemReason";

/**
 * Makes a folder, and those above it that are not there. Node's own recursive way never ends below /proc, where a folder
 * can be neither found nor made.
 * @throws UserError when the system refuses
 */
export function makeFolder(folder: string): void {
    if (existsSync(folder)) {
        return;
    }
    const parent = dirname(folder);
    if (parent !== folder) {
        makeFolder(parent);
    }
    try {
        mkdirSync(folder);
    } catch (error) {
        // Another process may have been faster.
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw new UserError(
                `cannot make the folder ${folder}: ${systemReason(error, { ENOENT: "nothing can be made there" })}`,
            );
        }
    }
}
