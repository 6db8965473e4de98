import { Command } from "commander";
import { connectCommand, connectionParameters } from "../delivery/connectCommand";
import { readSource, withSource, type SourceOptions } from "./source";
import { UsageError } from "./usageError";

/** `exo-unattended connection`: prints what a script needs to connect. It needs no key, and so no passphrase. */
export function connectionCommand(): Command {
    return withSource(new Command("connection"))
        .description("print the connection's parameters and the complete Connect-ExchangeOnline command")
        .action(async (options: SourceOptions) => {
            const outputs = await readSource(options, { showSecrets: false });
            // Loaded here, because it brings zod: `--help` does not wait for it.
            const { parseConnection, ConnectionError } = await import("../connection/parse.js");
            try {
                const connection = parseConnection(outputs.connection);
                process.stdout.write(`${connectionParameters(connection)}\n\n${connectCommand(connection)}\n`);
            } catch (error) {
                throw error instanceof ConnectionError ? new UsageError(error.message) : error;
            }
        });
}
