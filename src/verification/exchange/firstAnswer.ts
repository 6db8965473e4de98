import type { Refusal } from "../../checks/check";
import { commandNotAllowed } from "../../microsoft/exchangeErrors";
import type { ExchangeClient, Row } from "./exchangeClient";

/** Names its organization, and asks for no mailbox. */
export const organizationCommand = "Get-OrganizationConfig";

/** What Exchange Online answered first, or why it did not. */
export type FirstAnswer = { readonly command: string; readonly row: Row | undefined } | { readonly refusal: Refusal };

/**
 * Reads one mailbox, as people do by hand. An application whose role does not reach mailboxes is asked for the
 * organization instead, then for the commands of the user.
 */
export async function firstAnswer(exchange: ExchangeClient, commands: readonly string[]): Promise<FirstAnswer> {
    const mailbox = await exchange.firstMailbox();
    if ("rows" in mailbox) {
        return { command: "Get-EXOMailbox", row: mailbox.rows[0] };
    }
    if (mailbox.known === commandNotAllowed) {
        for (const command of [organizationCommand, ...commands]) {
            const answer = await exchange.run(command);
            if ("rows" in answer) {
                return { command, row: answer.rows[0] };
            }
        }
    }
    return { refusal: mailbox.refusal };
}
