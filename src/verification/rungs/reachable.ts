import { failed, passed } from "../../checks/check";
import { objectNotFound } from "../../microsoft/exchangeErrors";
import { readMailbox } from "../exchange/readMailbox";
import { refused, type Rung } from "../rung";

export const reachable = {
    id: "reachable",
    title: (mailbox: string) => `Reachable ${mailbox}`,
    purpose: "the application can read a mailbox of your choice",
    standsAlone: true,
    subjects: ({ reachable: mailboxes = [] }) => mailboxes,
    async check(attempt, mailbox) {
        const answer = await readMailbox(mailbox, attempt);
        if ("refusal" in answer) {
            return refused(answer.refusal);
        }
        return answer.rows.length > 0
            ? passed("the application can read it")
            : failed(objectNotFound.meaning, objectNotFound.remedy);
    },
} as const satisfies Rung;
