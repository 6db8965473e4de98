import type { Command } from "commander";

/**
 * `exo-unattended up`: `pulumi up`, and then the verification of what is in the state now. pulumi's options come first
 * and pass through unchanged, so they are not declared here; those of the verification follow `--`.
 */
export function declare(command: Command): void {
    command
        .usage("[options of pulumi up] [-- options of verify]")
        // --help may be the value of one of pulumi's options.
        .helpOption(false)
        .allowUnknownOption()
        .passThroughOptions()
        .argument("[options...]", "see `pulumi up --help`; after --, see `exo-unattended verify --help`")
        .addHelpText(
            "after",
            `
Exit status:
  0          updated and proved
  pulumi's   the update failed, or was declined; nothing is verified
  2          usage error; nothing is updated
  101-112    updated, but not proved: 100 and the exit status of verify; 101 also when state and tenant differ
  130        stopped by Ctrl-C

After 101 to 112 the update is complete. To verify again without another update: exo-unattended verify --stack <name>`,
        )
        .action(async () => {
            const given = process.argv.slice(process.argv.indexOf("up") + 1);
            if (given.length === 1 && /^(-h|--help)$/.test(given[0] ?? "")) {
                command.help();
            }
            const { run } = await import("./run.js");
            await run(given);
        });
}
