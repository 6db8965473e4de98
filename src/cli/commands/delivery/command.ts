import type { Command } from "commander";
import { collect } from "../../options/collect";
import { withSource, type SourceOptions } from "../../options/outputsSource";
import { interruptible } from "../../terminal/interruptible";

export interface DeliveryCheckOptions extends SourceOptions {
    readonly manifest?: readonly string[];
}

/** `exo-unattended delivery check`: does every place hold the certificate that scripts should use? */
export function declare(command: Command): void {
    withSource(command.command("check"))
        .description("list delivered copies that are expired, unknown or superseded")
        .option("--manifest <file>", "also check the places in this manifest (repeatable)", collect)
        .addHelpText(
            "after",
            `
Exit status:
  0    every place holds the active certificate, or nothing was delivered
  1    a place does not
  2    usage error
  130  stopped by Ctrl-C`,
        )
        .action((options: DeliveryCheckOptions) =>
            interruptible(async (signal) => (await import("./run.js")).run(options, signal)),
        );
}
