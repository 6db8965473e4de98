import { Command, Option } from "commander";
import { connectionFormats, type ConnectionReader } from "../../../delivery/connection/connectionFormats";
import { readConnection } from "../../options/readConnection";
import { withSource, type SourceOptions } from "../../options/source";

/** `exo-unattended connection`: prints what a script needs to connect. It needs no key, and so no passphrase. */
export function connectionCommand(): Command {
    return withSource(new Command("connection"))
        .description("print the connection's parameters and the complete Connect-ExchangeOnline command")
        .addOption(
            new Option("--for <reader>", "the form that this reader takes: github for $GITHUB_ENV or $GITHUB_OUTPUT")
                .choices(Object.keys(connectionFormats))
                .default("powershell"),
        )
        .action(async (options: SourceOptions & { readonly for: ConnectionReader }) => {
            const connection = await readConnection(options);
            process.stdout.write(`${connectionFormats[options.for](connection)}\n`);
        });
}
