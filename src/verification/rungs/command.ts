import { passed, skipped } from "../../checks/check";
import { parametersMissing } from "../../microsoft/exchangeErrors";
import { commandsOf } from "../options";
import { refused, type Rung } from "../rung";

export const command = {
    id: "command",
    title: (cmdlet: string) => cmdlet,
    purpose:
        "Exchange Online runs a command of your choice, or one that a script reads with; what it returns is not examined",
    standsAlone: true,
    subjects: commandsOf,
    async check(attempt, cmdlet) {
        const answer = await attempt.run(cmdlet);
        if (
            "refusal" in answer &&
            answer.known === parametersMissing &&
            !isAskedFor(cmdlet, attempt.options.commands)
        ) {
            return skipped("not run: it needs parameters; Exchange Online has it for the application");
        }
        if ("refusal" in answer) {
            return refused(answer.refusal);
        }
        return passed(answer.rows.length === 0 ? "it ran and returned nothing" : "it ran");
    },
} as const satisfies Rung;

/** Whether the user named the command: one of a script alone has its parameters there. */
function isAskedFor(cmdlet: string, commands: readonly string[] = []): boolean {
    return commands.some((command) => command.toLowerCase() === cmdlet.toLowerCase());
}
