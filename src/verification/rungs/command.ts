import { passed } from "../../checks/check";
import { refused, type Rung } from "../rung";

export const command = {
    id: "command",
    title: (cmdlet: string) => cmdlet,
    purpose: "Exchange Online runs a command of your choice; what it returns is not examined",
    standsAlone: true,
    subjects: ({ commands = [] }) => commands,
    async check(attempt, cmdlet) {
        const answer = await attempt.run(cmdlet);
        if ("refusal" in answer) {
            return refused(answer.refusal);
        }
        return passed(answer.rows.length === 0 ? "it ran and returned nothing" : "it ran");
    },
} as const satisfies Rung;
