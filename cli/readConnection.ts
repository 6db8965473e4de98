import type { Connection } from "../connection/connection";
import { readSource, type SourceOptions } from "./source";
import { UsageError } from "./usageError";

/**
 * Reads the connection alone, which takes no key and no passphrase.
 * @throws UsageError or StackError when it cannot be read, or is none.
 */
export async function readConnection(options: SourceOptions): Promise<Connection> {
    const outputs = await readSource(options, { showSecrets: false });
    // Loaded here, because it brings zod: `--help` does not wait for it.
    const { parseConnection, ConnectionError } = await import("../connection/parse.js");
    try {
        return parseConnection(outputs.connection);
    } catch (error) {
        throw error instanceof ConnectionError ? new UsageError(error.message) : error;
    }
}
