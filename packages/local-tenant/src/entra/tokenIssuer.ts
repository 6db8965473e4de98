import type { Tenant } from "../state";

/**
 * Who issues the tenant's access tokens of version 1.0. Assumed (token-issuer): sts.chinacloudapi.cn in China, whose tenants have
 * domains in partner.onmschina.cn or onmschina.cn; sts.windows.net everywhere else.
 */
export function tokenIssuer({ tenantId, organization }: Pick<Tenant, "tenantId" | "organization">): string {
    const host = /\.onmschina\.cn$/i.test(organization) ? "sts.chinacloudapi.cn" : "sts.windows.net";
    return `https://${host}/${tenantId}/`;
}
