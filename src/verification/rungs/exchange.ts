import { passed, skipped } from "../../checks/check";
import { refused, type Rung } from "../rung";

export const exchange = {
    id: "exchange",
    title: "Exchange Online",
    purpose: "Exchange Online accepts the token and lists a mailbox, or answers another command that reads",
    // Exchange Online honours a role after 2 to 5 minutes, up to half an hour; a role group after up to two hours (reported).
    patience: { first: 10_000, longest: 20_000 },
    async check(attempt) {
        if (attempt.options.until === "token") {
            return skipped("not requested: this verification ends at the token");
        }
        const answer = await attempt.firstAnswer();
        if ("refusal" in answer) {
            return refused(answer.refusal);
        }
        const { command, row } = answer;
        if (command !== "Get-EXOMailbox") {
            return passed(`it answered ${command}; the application's role does not reach mailboxes`);
        }
        return passed(row === undefined ? "it answered, and lists no mailbox" : "it answered with a mailbox");
    },
} as const satisfies Rung;
