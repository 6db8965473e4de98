import type { Attempt } from "../attempt";
import type { ExchangeAnswer } from "./exchangeClient";

/** Looks for one mailbox. Of the mailbox, which is personal, only its id is asked for. */
export function readMailbox(mailbox: string, attempt: Attempt): Promise<ExchangeAnswer> {
    return attempt.run("Get-Mailbox", { Identity: mailbox }, { select: "Guid" });
}
