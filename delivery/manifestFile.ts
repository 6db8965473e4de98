import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { DeliveryManifest } from "./manifest";
import { ManifestError, parseManifest } from "./parseManifest";

/**
 * Reads the manifest of a file.
 * @throws ManifestError when there is none, with the file's name.
 */
export async function readManifest(file: string): Promise<DeliveryManifest> {
    try {
        return parseManifest(JSON.parse(await readFile(file, "utf8")));
    } catch (error) {
        throw new ManifestError(`${file}: ${error instanceof Error ? error.message : "it cannot be read"}`);
    }
}

/**
 * Replaces the manifest of a file as a whole: a reader sees the old one or the new one.
 * @throws ManifestError when it cannot be written; the old one is untouched then.
 */
export async function writeManifest(file: string, manifest: DeliveryManifest): Promise<void> {
    const unfinished = `${file}.${randomUUID()}`;
    try {
        await writeFile(unfinished, `${JSON.stringify(manifest, undefined, 4)}\n`, { flag: "wx" });
        await rename(unfinished, file);
    } catch (error) {
        await rm(unfinished, { force: true });
        throw new ManifestError(`${file}: ${error instanceof Error ? error.message : "it cannot be written"}`);
    }
}
