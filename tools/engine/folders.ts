import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Makes a folder that this process can write to. @throws Error with the folder, the reason and the remedy. */
export function makeFolder(folder: string, remedy: string): string {
    try {
        makeEach(folder);
        accessSync(folder, constants.W_OK | constants.X_OK);
        return folder;
    } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        throw new Error(`${folder}: cannot write to this folder (${reason}). ${remedy}`, { cause: error });
    }
}

/** Level by level: below /proc, where nothing can be made, the recursive mkdir of Node.js 24 never ends (seen). */
function makeEach(folder: string): void {
    if (existsSync(folder)) {
        return;
    }
    makeEach(path.dirname(folder));
    try {
        mkdirSync(folder);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw error;
        }
    }
}
