import type { Connection } from "../../connection/connection";
import { usableConnection } from "../../connection/parse";
import { readOutputs } from "../../proof/readOutputs";
import { outputsSource, type SourceOptions } from "./outputsSource";

/**
 * Reads the connection alone, which takes no key and no passphrase.
 * @throws UserError when it cannot be read, is not one, or cannot be used yet; the signal's reason when it aborts.
 */
export async function readConnection(options: SourceOptions, signal: AbortSignal): Promise<Connection> {
    const { connection } = await readOutputs(outputsSource(options), { showSecrets: false, signal });
    return usableConnection(connection);
}
