import { Command } from "commander";
import { UserError } from "../errors/userError";
import { inert } from "../http/foreignText";
import { packageVersion } from "../proof/packageVersion";
import { commands } from "./commands";
import { checkNodeVersion } from "./nodeVersion";

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
        .hook("preSubcommand", (_, command) => {
            checkNodeVersion(process.versions.node);
            return declare(command);
        })
        .hook("preAction", (_, command) => {
            refuseEmptyOptions(command);
        });
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

/** A variable that is not set, as in `--stack "$STACK"`, must not mean the same as no option. */
function refuseEmptyOptions(command: Command): void {
    for (const [name, value] of Object.entries(command.opts())) {
        if ([value].flat().includes("")) {
            const flag = command.options.find((option) => option.attributeName() === name)?.long ?? name;
            throw new UserError(`${flag}: is empty`, "Give a value, or leave the option out.");
        }
    }
}

async function declare(command: Command): Promise<void> {
    const entry = commands.find(({ name }) => name === command.name());
    (await entry?.load())?.declare(command);
}
