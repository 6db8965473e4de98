import { failed, passed, skipped, undecided } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { commandNotAllowed } from "../../microsoft/exchangeErrors";
import { isSameGuid } from "../../microsoft/guid";
import { discoverTenant } from "../entra/discovery";
import { isExchangeObject, type ExchangeAnswer, type Row } from "../exchange/exchangeClient";
import { organizationCommand } from "../exchange/firstAnswer";
import { commandsOf } from "../options";
import type { Attempt } from "../attempt";
import { refused, type Rung } from "../rung";

export const exchangeOrganization = {
    id: "exchange-organization",
    title: "Answer's origin",
    purpose: "an object in the answers names an organization of this tenant, as each object of Exchange Online does",
    async check(attempt) {
        if (attempt.options.until === "token") {
            return skipped("not requested: this verification ends at the token");
        }
        const { organization, tenantId } = attempt.connection;
        const answer = await answerWithOrganization(attempt);
        if ("refusal" in answer) {
            return refused(answer.refusal);
        }
        const [row] = answer.rows;
        const named = organizationOf(row);
        if (row === undefined || named === undefined) {
            return undecided(
                "no answer names its organization, so anybody could have given them",
                "Create a mailbox in the organization, or add a command that returns an object and that the application's role may run, such as Get-AcceptedDomain.",
            );
        }
        if (named.toLowerCase() !== organization.toLowerCase()) {
            // A tenant may have several names; this one may be the older.
            const { tenant } = await discoverTenant(named, attempt);
            if (typeof tenant !== "string") {
                return tenant.mayPassWithTime
                    ? refused(tenant)
                    : undecided(
                          `the answer names the organization ${named}, which Microsoft Entra does not know`,
                          "Check what answers in place of Exchange Online, such as a proxy.",
                      );
            }
            if (!isSameGuid(tenant, tenantId)) {
                return failed(
                    `the answer comes from ${named}, which belongs to tenant ${tenant}`,
                    "Check what answers in place of Exchange Online, such as a proxy.",
                );
            }
        }
        return isExchangeObject(row)
            ? passed(`the answer comes from ${named}, which belongs to the tenant`)
            : undecided(
                  `the answer names ${named}, but is not an object of Exchange Online: it has no name or id`,
                  "Check what answers in place of Exchange Online, such as a proxy.",
              );
    },
} as const satisfies Rung;

/** The first answer with an object that names its organization; without one, an answer without rows. */
async function answerWithOrganization(attempt: Attempt): Promise<ExchangeAnswer> {
    const first = await attempt.firstAnswer();
    if ("row" in first && organizationOf(first.row) !== undefined) {
        return { rows: first.row === undefined ? [] : [first.row] };
    }
    for (const cmdlet of [organizationCommand, ...commandsOf(attempt.options)]) {
        const answer = await attempt.run(cmdlet);
        if ("refusal" in answer ? answer.known !== commandNotAllowed : organizationOf(answer.rows[0]) !== undefined) {
            return answer;
        }
    }
    return { rows: [] };
}

/** `EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - EURPR01…` */
function organizationOf(row: Row | undefined): string | undefined {
    const organizationId = row?.["OrganizationId"];
    const named =
        typeof organizationId === "string"
            ? /\/Microsoft Exchange Hosted Organizations\/([^/\s]+) - /.exec(organizationId)?.[1]
            : undefined;
    return named === undefined ? undefined : foreignText(named);
}
