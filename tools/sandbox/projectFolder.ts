import { existsSync } from "node:fs";
import path from "node:path";

/** The project's top folder, whether this file runs from its source or from dist/. */
export const projectFolder = nearestPackage(__dirname);

function nearestPackage(folder: string): string {
    return existsSync(path.join(folder, "package.json")) ? folder : nearestPackage(path.dirname(folder));
}
