import * as access from "./accessRules";
import * as credentials from "./credentialRules";
import * as resources from "./resourceRules";
import type { Rule } from "./rule";

/** All rules, the most serious first. */
export const rules: readonly Rule[] = [
    access.globalAdministrator,
    access.tenantTakeover,
    access.grantWidened,
    access.multiTenantAudience,
    access.federatedCredentialAdded,
    credentials.clientSecret,
    credentials.weakKey,
    credentials.noCredentialOverlap,
    resources.applicationReplaced,
    resources.microsoftServicePrincipal,
    resources.principalEnabled,
    access.grantAdded,
    access.outsideLeastPrivilege,
    access.ownerChanged,
    credentials.longLivedCredential,
    resources.protectionRemoved,
    resources.leftInTenant,
    resources.foreignObjectAdopted,
    access.permissionRequested,
    credentials.credentialAdded,
    credentials.endedCredential,
    resources.ownerMissing,
];
