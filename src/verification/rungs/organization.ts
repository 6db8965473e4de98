import { failed, passed } from "../../checks/check";
import { isSameGuid } from "../../microsoft/guid";
import { refused, type Rung } from "../rung";

export const organization = {
    id: "organization",
    title: "Organization",
    purpose: "the organization's domain belongs to the tenant",
    async check(attempt) {
        const { organization: domain, tenantId } = attempt.connection;
        const { tenant } = await attempt.discovery();
        if (typeof tenant !== "string") {
            return refused(tenant);
        }
        return isSameGuid(tenant, tenantId)
            ? passed(`${domain} belongs to the tenant`)
            : failed(
                  `${domain} belongs to tenant ${tenant}, the connection to ${tenantId}`,
                  "Set `organization` to the initial domain of the tenant in azuread:tenantId, and run `pulumi up`.",
              );
    },
} as const satisfies Rung;
