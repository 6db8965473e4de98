import { Option, type Command } from "commander";
import { ExitStatus } from "../../../errors/exitStatus";
import { connectionFormats, type ConnectionReader } from "../../../delivery/connection/connectionFormats";
import { withSource, type SourceOptions } from "../../options/outputsSource";
import { interruptible } from "../../terminal/interruptible";

/** `exo-unattended connection`: prints what a script needs to connect. It needs no key, and so no passphrase. */
export function declare(command: Command): void {
    withSource(command)
        .addOption(
            new Option(
                "--for <reader>",
                "print the form that this reader takes: github for $GITHUB_ENV or $GITHUB_OUTPUT",
            )
                .choices(Object.keys(connectionFormats))
                .default("powershell"),
        )
        .action((options: SourceOptions & { readonly for: ConnectionReader }) =>
            interruptible(async (signal) => {
                const { readConnection } = await import("../../options/readConnection.js");
                const connection = await readConnection(options, signal);
                process.stdout.write(`${connectionFormats[options.for](connection)}\n`);
                return ExitStatus.Success;
            }),
        );
}
