import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../errors/userError";
import { systemReason } from "./systemReason";

/** Far above any key store, token, script or stack's outputs, in bytes. */
export const largestInput = 10 * 1024 * 1024;

/**
 * The content of a file that a person named. A pipe or a device could block for ever or never end, so only regular files
 * are read, and of those no more than 10 MiB.
 * @throws UserError when it cannot be read, is not a regular file, or is larger
 */
export function readInput(path: string): Buffer {
    let file: number | undefined;
    try {
        // Without the second flag (which Windows does not have) the opening of a pipe waits for its writer.
        file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
        const status = fstatSync(file);
        if (!status.isFile()) {
            throw refusal(
                path,
                status.isDirectory() ? "it is a folder" : "it is a pipe or a device, not a regular file",
            );
        }
        return readAtMost(file, path);
    } catch (error) {
        throw error instanceof UserError ? error : refusal(path, systemReason(error, { ENOENT: "no such file" }));
    } finally {
        if (file !== undefined) {
            closeSync(file);
        }
    }
}

/**
 * All of a stream such as standard input.
 * @param name what to call it in an error
 * @throws UserError when it cannot be read, or holds more than 10 MiB; the signal's reason when it aborts
 */
export async function readInputStream(
    stream: AsyncIterable<Buffer | string>,
    name: string,
    signal?: AbortSignal,
): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
        for await (const chunk of stream) {
            const bytes = Buffer.from(chunk);
            length += bytes.length;
            if (length > largestInput) {
                throw tooLarge(name);
            }
            chunks.push(bytes);
        }
    } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof UserError ? error : refusal(name, systemReason(error, { ENOENT: "no such file" }));
    }
    return Buffer.concat(chunks);
}

/** The size that the system reports is not enough: a file may grow, and those of /proc have none. */
function readAtMost(file: number, path: string): Buffer {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
        const chunk = Buffer.allocUnsafe(64 * 1024);
        const read = readSync(file, chunk);
        if (read === 0) {
            return Buffer.concat(chunks);
        }
        length += read;
        if (length > largestInput) {
            throw tooLarge(path);
        }
        chunks.push(chunk.subarray(0, read));
    }
}

function tooLarge(name: string): UserError {
    return refusal(name, "it is larger than 10 MiB");
}

function refusal(name: string, reason: string): UserError {
    return new UserError(`cannot read ${name}: ${reason}`);
}
