import { failed, passed } from "../../checks/check";
import { commandNotAllowed, objectNotFound } from "../../microsoft/exchangeErrors";
import { readMailbox } from "../exchange/readMailbox";
import { refused, type Rung } from "../rung";

/**
 * Exchange Online does not say whether a mailbox that it does not show exists at all. A custom scope of a role group
 * narrows what the application may change, not what it may read
 * (learn.microsoft.com/exchange/understanding-management-role-scopes-exchange-2013-help).
 */
export const unreachable = {
    id: "unreachable",
    title: (mailbox: string) => `Unreachable ${mailbox}`,
    purpose: "the application cannot read a mailbox of your choice",
    standsAlone: true,
    subjects: ({ unreachable: mailboxes = [] }) => mailboxes,
    async check(attempt, mailbox) {
        const answer = await readMailbox(mailbox, attempt);
        if ("rows" in answer && answer.rows.length > 0) {
            return failed(
                "the application can read it",
                "Remove the role that reaches it. Directory roles reach every mailbox, and a custom scope of a role group narrows what the application may change, not what it may read.",
            );
        }
        if ("rows" in answer || answer.known === objectNotFound) {
            return passed("Exchange Online shows the application no such mailbox: out of reach, or misspelled");
        }
        return answer.known === commandNotAllowed
            ? passed("the application's role reads no mailboxes")
            : refused(answer.refusal);
    },
} as const satisfies Rung;
