import { failed, passed, undecided } from "../../checks/check";
import { objectNotFound } from "../../microsoft/exchangeErrors";
import { isExchangeObject } from "../exchange/exchangeClient";
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
        const [row] = answer.rows;
        if (row === undefined) {
            return failed(objectNotFound.meaning, objectNotFound.remedy);
        }
        return isExchangeObject(row)
            ? passed("the application can read it")
            : undecided(
                  "the answer is not a mailbox: it has no id",
                  "Check what answers in place of Exchange Online, such as a proxy.",
              );
    },
} as const satisfies Rung;
