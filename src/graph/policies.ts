import { z } from "zod";
import type { Graph } from "./graph";

/** A rule for certificates. */
export interface KeyRestriction {
    /** `asymmetricKeyLifetime`, or `trustedCertificateAuthority`, which refuses self-signed certificates. */
    readonly restrictionType: string;
    /** ISO 8601, such as `P180D`. */
    readonly maxLifetime: string | undefined;
    /** Applications made before are spared. */
    readonly restrictForAppsCreatedAfterDateTime: string | undefined;
}

// learn.microsoft.com/graph/api/resources/keycredentialconfiguration
const restrictions = z.object({
    keyCredentials: z
        .array(
            z.object({
                restrictionType: z.string(),
                state: z.string().nullish(),
                maxLifetime: z.string().nullish(),
                restrictForAppsCreatedAfterDateTime: z.string().nullish(),
            }),
        )
        .nullish(),
});
const defaultPolicy = z.object({ isEnabled: z.boolean(), applicationRestrictions: restrictions.nullish() });
const ownPolicy = z.object({ isEnabled: z.boolean(), restrictions: restrictions.nullish() });

/**
 * The rules for the certificates of an application: its own, which come before the tenant's for the same type
 * (learn.microsoft.com/graph/api/resources/appmanagementpolicy).
 * @param applicationObjectId of an application that exists; undefined for one that is to be made
 * @throws UserError with status 403 when the deployer may not read policies
 */
export async function keyRestrictions(
    graph: Graph,
    applicationObjectId: string | undefined,
): Promise<readonly KeyRestriction[]> {
    const [tenants, own] = await Promise.all([
        graph.get("/policies/defaultAppManagementPolicy", defaultPolicy),
        applicationObjectId === undefined
            ? []
            : graph.list(`/applications/${applicationObjectId}/appManagementPolicies`, ownPolicy),
    ]);
    const rules = [
        ...own.filter(({ isEnabled }) => isEnabled).flatMap((policy) => policy.restrictions?.keyCredentials ?? []),
        ...(tenants?.isEnabled === true ? (tenants.applicationRestrictions?.keyCredentials ?? []) : []),
    ];
    const first = rules.filter(
        (rule, index) => rules.findIndex(({ restrictionType }) => restrictionType === rule.restrictionType) === index,
    );
    return first
        .filter(({ state }) => state !== "disabled")
        .map(({ restrictionType, maxLifetime, restrictForAppsCreatedAfterDateTime }) => ({
            restrictionType,
            maxLifetime: maxLifetime ?? undefined,
            restrictForAppsCreatedAfterDateTime: restrictForAppsCreatedAfterDateTime ?? undefined,
        }));
}
