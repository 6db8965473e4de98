import { Command } from "commander";
import { inert } from "../http/foreignText";
import { packageVersion } from "../proof/packageVersion";
import { commands } from "./commands";

/** The program. A command's options are declared when it is called, so that no other command's files are loaded. */
export function program(): Command {
    const program = new Command("exo-unattended")
        .description("Unattended, certificate-based login to Exchange Online")
        .version(packageVersion())
        .configureOutput({
            outputError: (text, write) => {
                write(inert(text));
            },
        })
        // Options after a command's name are the command's.
        .enablePositionalOptions()
        .configureHelp({ subcommandTerm: (command) => command.name() })
        // Commander would end the process by itself, with status 1 for a wrong argument.
        .exitOverride()
        // Commander's own would show commands whose options are not declared yet.
        .helpCommand(false)
        .hook("preSubcommand", (_, command) => declare(command));
    for (const { name, summary } of commands) {
        program.command(name).description(summary);
    }
    program
        .command("help")
        .description("show the help of a command")
        .argument("[command]")
        .action(async (name?: string) => {
            const command = name === undefined ? program : program.commands.find((one) => one.name() === name);
            if (command === undefined) {
                return program.error(`error: unknown command '${name ?? ""}'`);
            }
            await declare(command);
            command.help();
        });
    return program;
}

async function declare(command: Command): Promise<void> {
    const entry = commands.find(({ name }) => name === command.name());
    (await entry?.load())?.declare(command);
}
