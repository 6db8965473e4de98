import { failed, passed, skipped } from "../../checks/check";
import { foreignText } from "../../http/foreignText";
import { commandNotAllowed } from "../../microsoft/exchangeErrors";
import { isSameGuid } from "../../microsoft/guid";
import { discoverTenant } from "../entra/discovery";
import type { ExchangeAnswer, Row } from "../exchange/exchangeClient";
import { organizationCommand } from "../exchange/firstAnswer";
import type { Attempt } from "../attempt";
import { refused, type Rung } from "../rung";

export const exchangeOrganization = {
    id: "exchange-organization",
    title: "Answer's origin",
    purpose: "the answer names an organization of this tenant, as each object of Exchange Online does",
    async check(attempt) {
        if (attempt.options.until === "token") {
            return skipped("not requested: this verification ends at the token");
        }
        const { organization, tenantId } = attempt.connection;
        const answer = await answerWithOrganization(attempt);
        if ("refusal" in answer && answer.known !== commandNotAllowed) {
            return refused(answer.refusal);
        }
        const named = "rows" in answer ? organizationOf(answer.rows[0]) : undefined;
        if (named === undefined) {
            return skipped("nothing that the application may read names its organization");
        }
        if (named.toLowerCase() === organization.toLowerCase()) {
            return passed(`the answer comes from ${named}`);
        }
        // A tenant may have several names; this one may be the older.
        const { tenant } = await discoverTenant(named, attempt);
        if (typeof tenant !== "string") {
            return tenant.mayPassWithTime
                ? refused(tenant)
                : skipped(`the answer names its organization ${named}, of which Microsoft Entra tells nothing`);
        }
        return isSameGuid(tenant, tenantId)
            ? passed(`the answer comes from ${named}, which belongs to the tenant`)
            : failed(
                  `the answer comes from ${named}, which belongs to tenant ${tenant}`,
                  "Check what answers in place of Exchange Online, such as a proxy.",
              );
    },
} as const satisfies Rung;

async function answerWithOrganization(attempt: Attempt): Promise<ExchangeAnswer> {
    const first = await attempt.firstAnswer();
    return "row" in first && first.row !== undefined ? { rows: [first.row] } : attempt.run(organizationCommand);
}

/** `EURPR01A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com - EURPR01…` */
function organizationOf(row: Row | undefined): string | undefined {
    const organizationId = row?.["OrganizationId"];
    const named =
        typeof organizationId === "string" ? /Hosted Organizations\/([^/\s]+)/.exec(organizationId)?.[1] : undefined;
    return named === undefined ? undefined : foreignText(named);
}
