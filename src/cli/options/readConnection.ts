import type { Connection } from "../../connection/connection";
import { readSource, type SourceOptions } from "./source";

/**
 * Reads the connection alone, which takes no key and no passphrase.
 * @throws UserError when it cannot be read, or is none.
 */
export async function readConnection(options: SourceOptions): Promise<Connection> {
    const outputs = await readSource(options, { showSecrets: false });
    // Loaded here, because it brings zod: `--help` does not wait for it.
    const { parseConnection } = await import("../../connection/parse.js");
    return parseConnection(outputs.connection);
}
