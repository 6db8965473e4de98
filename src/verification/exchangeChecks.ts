import { commandNotAllowed } from "../microsoft/exchangeErrors";
import type { Attempt } from "./attempt";
import { passed, refused, skipped, type Check } from "./check";
import { discoverTenant } from "./discovery";
import type { ExchangeClient, Row } from "./exchangeClient";
import { foreignText } from "../http/foreignText";

const organizationCommand = "Get-OrganizationConfig";

/**
 * Does Exchange Online take the token and answer a command that reads? First the one that people run by hand. A role
 * without mailboxes is asked for the organization instead, then for what the user named.
 * @returns the check, and the row that was read, if any
 */
export async function checkExchange(
    exchange: ExchangeClient,
    commands: readonly string[],
): Promise<{ readonly check: Check; readonly row?: Row | undefined }> {
    const id = "exchange";
    const mailbox = await exchange.firstMailbox();
    if ("rows" in mailbox) {
        const [row] = mailbox.rows;
        const shown = row === undefined ? "the organization has no mailbox" : "showed a mailbox";
        return { check: passed(id, `it answered, and ${shown}`), row };
    }
    if (mailbox.known === commandNotAllowed) {
        for (const command of [organizationCommand, ...commands]) {
            const answer = await exchange.run(command);
            if ("rows" in answer) {
                const shown = `it answered ${command}; the application's role does not reach mailboxes`;
                return { check: passed(id, shown), row: answer.rows[0] };
            }
        }
    }
    return { check: refused(id, mailbox.refusal) };
}

/**
 * Does the answer come from the organization of the connection? Each object of Exchange Online names its organization.
 * @param row what Exchange Online has answered before
 */
export async function checkAnswersOrganization(
    row: Row | undefined,
    exchange: ExchangeClient,
    attempt: Attempt,
): Promise<Check> {
    const id = "exchange-organization";
    const { organization, tenantId } = attempt.connection;
    const answer = row === undefined ? await exchange.run(organizationCommand) : { rows: [row] };
    if ("refusal" in answer && answer.known !== commandNotAllowed) {
        return refused(id, answer.refusal);
    }
    const named = "rows" in answer ? organizationOf(answer.rows[0]) : undefined;
    if (named === undefined) {
        return skipped(id, "nothing that the application may read names its organization");
    }
    if (named.toLowerCase() === organization.toLowerCase()) {
        return passed(id, `the answer comes from ${named}`);
    }
    // A tenant may have several names; this one may be the older.
    const { tenant } = await discoverTenant(named, attempt);
    if (typeof tenant !== "string") {
        return tenant.mayPassWithTime
            ? refused(id, tenant)
            : skipped(id, `the answer names its organization ${named}, of which Microsoft Entra tells nothing`);
    }
    return tenant.toLowerCase() === tenantId.toLowerCase()
        ? passed(id, `the answer comes from ${named}, which belongs to the tenant`)
        : refused(id, {
              evidence: `the answer comes from ${named}, which belongs to tenant ${tenant}`,
              remedy: "Look at what answers in place of Exchange Online, such as a proxy.",
              mayPassWithTime: false,
          });
}

/** Does Exchange Online run a command that the user named? What it returns is not looked at. */
export async function checkCommand(command: string, exchange: ExchangeClient): Promise<Check> {
    const answer = await exchange.run(command);
    if ("refusal" in answer) {
        return refused(`command:${command}`, answer.refusal);
    }
    return passed(`command:${command}`, answer.rows.length === 0 ? "it ran, and returned nothing" : "it ran");
}

/** `EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - EURPR01…` */
function organizationOf(row: Row | undefined): string | undefined {
    const organizationId = row?.["OrganizationId"];
    const named =
        typeof organizationId === "string" ? /Hosted Organizations\/([^/\s]+)/.exec(organizationId)?.[1] : undefined;
    return named === undefined ? undefined : foreignText(named);
}
