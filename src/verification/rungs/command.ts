import { passed, skipped } from "../../checks/check";
import { notImplemented, parametersMissing } from "../../microsoft/exchangeErrors";
import type { ExchangeAnswer } from "../exchange/exchangeClient";
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
        if ("refusal" in answer) {
            const reason = isAskedFor(cmdlet, attempt.options.commands) ? undefined : reasonToSkip(answer);
            return reason === undefined ? refused(answer.refusal) : skipped(`not run: ${reason}`);
        }
        return passed(answer.rows.length === 0 ? "it ran and returned nothing" : "it ran");
    },
} as const satisfies Rung;

/** Why a cmdlet that only a script names does not have to run; undefined when it is refused. */
function reasonToSkip({ known, refusal }: Extract<ExchangeAnswer, { readonly refusal: unknown }>): string | undefined {
    switch (known) {
        case parametersMissing:
            return "it needs parameters; Exchange Online has it for the application";
        case notImplemented:
            return refusal.evidence;
        default:
            return undefined;
    }
}

/** Whether the user named the command: one of a script alone has its parameters there. */
function isAskedFor(cmdlet: string, commands: readonly string[] = []): boolean {
    return commands.some((command) => command.toLowerCase() === cmdlet.toLowerCase());
}
