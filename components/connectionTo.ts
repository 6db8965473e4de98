import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../src/connection/connection";
import { organizationProblem } from "../src/microsoft/organization";
import type { TenantAccess } from "./tenantAccess";
import { UserError } from "../src/errors/userError";

/**
 * The connection to another tenant, for an application that is registered in its home tenant. Known only when consent and
 * all roles are in place there, and with the home connection. While an administrator's consent is pending, it names no service
 * principal: `exo-unattended verify` shows what to do.
 * @param access What the application may do in the other tenant.
 * @param organization Initial domain of that tenant's organization, for example `fabrikam.onmicrosoft.com`.
 * @param home The connection of the `UnattendedAccess` that holds application and certificates.
 * @throws UserError, for whoever awaits it, when the organization is not an initial domain of the cloud.
 */
export function connectionTo(
    access: TenantAccess,
    organization: pulumi.Input<string>,
    home: pulumi.Input<Connection>,
): pulumi.Output<Connection> {
    const { tenantId, servicePrincipalObjectId, roles, exchangeRoleGroups, adminConsentUrl } = access;
    return pulumi
        .all([home, organization, tenantId, servicePrincipalObjectId, roles, exchangeRoleGroups, adminConsentUrl])
        .apply(([connection, domain, ...there]) => {
            const problem = organizationProblem(domain, connection.cloud);
            if (problem !== undefined) {
                throw new UserError(
                    `connectionTo: organization: ${problem.wrong} (got ${JSON.stringify(domain)}). ${problem.remedy}.`,
                );
            }
            const [id, objectId, templateIds, groups, consentUrl] = there;
            return {
                ...connection,
                organization: domain,
                tenantId: id,
                servicePrincipalObjectId: objectId,
                roles: templateIds,
                exchangeRoleGroups: groups,
                ...(consentUrl === "" ? {} : { awaitsAdminConsent: true }),
            };
        });
}
