import { resolve } from "node:path";
import { UserError } from "../../../errors/userError";
import { readScript } from "../../../privileges/powershell/readScript";
import { usesOf, type ScriptUses } from "../../../privileges/uses";
import { readDocument } from "../../../proof/readOutputs";

/**
 * What scripts use of Exchange Online, by reading them.
 * @param paths of files; `-` is standard input
 * @throws UserError when one cannot be read, or is named twice
 */
export async function readScripts(paths: readonly string[], signal: AbortSignal): Promise<readonly ScriptUses[]> {
    if (new Set(paths.map((path) => (path === "-" ? path : resolve(path)))).size < paths.length) {
        throw new UserError("the same script is named twice");
    }
    const scripts: ScriptUses[] = [];
    for (const path of paths) {
        const name = path === "-" ? "standard input" : path;
        scripts.push(usesOf(await readScript(await readDocument(path, signal), name)));
    }
    return scripts;
}
