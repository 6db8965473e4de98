import { existsSync } from "node:fs";
import { manifestOf, withDelivery, type Delivery, type DeliveryManifest } from "./manifest";
import { readInput } from "../files/readInput";
import { parseManifest } from "./parseManifest";
import { locked } from "./fileLock";
import { writeFiles } from "./writeFiles";
import { UserError } from "../errors/userError";

/**
 * Reads the manifest of a file.
 * @throws UserError when it holds none, with the file's name.
 */
export function readManifest(file: string): DeliveryManifest {
    const text = readInput(file).toString("utf8");
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch {
        // The parser's own message quotes the text, which may be a password.
        throw new UserError(
            `${file}: is not a delivery manifest, which is JSON`,
            "Name the file of `export`, or a new one.",
        );
    }
    return manifestIn(file, value);
}

function manifestIn(file: string, value: unknown): DeliveryManifest {
    try {
        return parseManifest(value);
    } catch (error) {
        throw error instanceof UserError ? error.about(file) : error;
    }
}

/**
 * Reads the manifest of a file that may not be there yet.
 * @throws UserError when the file holds something else.
 */
export function readOrNewManifest(file: string): DeliveryManifest {
    return existsSync(file) ? readManifest(file) : manifestOf([]);
}

/**
 * Adds places to the manifest of a file, which is made when there is none, and replaced whole or not at all. Several
 * processes may do so at the same time.
 * @throws UserError when the file holds something else, or cannot be written.
 */
export function recordDeliveries(file: string, added: readonly Delivery[]): void {
    locked(file, () => {
        const after = added.reduce(withDelivery, readOrNewManifest(file));
        writeFiles([{ path: file, content: `${JSON.stringify(after, undefined, 4)}\n`, mode: 0o600 }], { force: true });
    });
}
