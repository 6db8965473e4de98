import { commandNotAllowed, objectNotFound } from "../microsoft/exchangeErrors";
import { passed, refused, type Check } from "./check";
import type { ExchangeAnswer, ExchangeClient } from "./exchangeClient";

/** Can the application read this mailbox? */
export async function checkReachable(mailbox: string, exchange: ExchangeClient): Promise<Check> {
    const id = `reachable:${mailbox}` as const;
    const answer = await readMailbox(mailbox, exchange);
    if ("refusal" in answer) {
        return refused(id, answer.refusal);
    }
    return answer.rows.length > 0
        ? passed(id, "the application can read it")
        : refused(id, { evidence: objectNotFound.meaning, ...objectNotFound });
}

/**
 * Is this mailbox out of the application's reach? Exchange Online does not say whether a mailbox that it does not show
 * is there at all. A custom scope of a role group narrows what it may change, not what it may read
 * (learn.microsoft.com/exchange/understanding-management-role-scopes-exchange-2013-help).
 */
export async function checkUnreachable(mailbox: string, exchange: ExchangeClient): Promise<Check> {
    const id = `unreachable:${mailbox}` as const;
    const answer = await readMailbox(mailbox, exchange);
    if ("rows" in answer && answer.rows.length > 0) {
        return refused(id, {
            evidence: "the application can read it",
            remedy: "Take away the role that reaches it. Directory roles reach every mailbox, and a custom scope of a role group narrows what may be changed, not what may be read.",
            mayPassWithTime: false,
        });
    }
    if ("rows" in answer || answer.known === objectNotFound) {
        return passed(id, "Exchange Online shows the application no such mailbox: it is out of reach, or misspelt");
    }
    return answer.known === commandNotAllowed
        ? passed(id, "the application's role reads no mailboxes")
        : refused(id, answer.refusal);
}

/** Of the mailbox, which is personal, only its id is asked for. */
function readMailbox(mailbox: string, exchange: ExchangeClient): Promise<ExchangeAnswer> {
    return exchange.run("Get-Mailbox", { Identity: mailbox }, "Guid");
}
