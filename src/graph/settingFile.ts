import { readFile, stat } from "node:fs/promises";
import { UserError } from "../errors/userError";

/** Far above any key store or token, in bytes. */
const largest = 10 * 1024 * 1024;

/**
 * The content of a file that a setting names. A device or a named pipe is refused: pulumi has to read it too.
 * @throws UserError when it cannot be read, is not a regular file, or is larger than 10 MiB
 */
export async function readSettingFile(path: string): Promise<Buffer> {
    const problem = await stat(path).then(
        (found) =>
            !found.isFile()
                ? "it is not a regular file"
                : found.size > largest
                  ? "it is larger than 10 MiB"
                  : undefined,
        codeOf,
    );
    if (problem === undefined) {
        return readFile(path).catch((error: unknown) => {
            throw refusal(path, codeOf(error));
        });
    }
    throw refusal(path, problem);
}

function refusal(path: string, problem: string): UserError {
    return new UserError(`${path} cannot be read: ${problem}`, "Check the path, and who may read the file.");
}

function codeOf(error: unknown): string {
    return (error as NodeJS.ErrnoException).code ?? "unknown reason";
}
