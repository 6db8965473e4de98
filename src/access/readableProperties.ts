import { componentToken } from "../identities/names";
import type { ReadableProperties } from "../pulumi/documents/step";

/** Type token of a resource of the azuread provider. */
export function azuread(name: string): string {
    return `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

/** Type token of a resource of the tls provider. */
export function tls(name: string): string {
    return `tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

/** Until version 6 of the provider, the client id had another name. */
const clientId = ["clientId", "applicationId"];

const credential = [
    "applicationId",
    "applicationObjectId",
    "servicePrincipalId",
    "startDate",
    "endDate",
    "endDateRelative",
];

/**
 * The only properties that are ever read from a file, by type. None of them holds a secret: values of credentials, keys and
 * everything else are dropped where the file is read.
 */
export const readableProperties: ReadableProperties = new Map(
    Object.entries({
        "pulumi:providers:azuread": ["tenantId"],
        [azuread("Application")]: [
            ...["signInAudience", "owners", "requiredResourceAccesses", "objectId", ...clientId],
            ...["password.startDate", "password.endDate"],
        ],
        [azuread("ApplicationRegistration")]: ["signInAudience", "objectId", "clientId"],
        [azuread("ApplicationApiAccess")]: ["applicationId", "apiClientId", "roleIds", "scopeIds"],
        [azuread("ApplicationCertificate")]: credential,
        [azuread("ApplicationPassword")]: credential,
        [azuread("ApplicationOwner")]: ["applicationId", "ownerObjectId"],
        [azuread("ApplicationFederatedIdentityCredential")]: [
            "applicationId",
            "applicationObjectId",
            "issuer",
            "subject",
        ],
        [azuread("ApplicationFlexibleFederatedIdentityCredential")]: [
            "applicationId",
            "issuer",
            "claimsMatchingExpression",
        ],
        [azuread("ServicePrincipal")]: [
            ...[...clientId, "objectId", "owners", "useExisting", "applicationTenantId", "accountEnabled"],
        ],
        [azuread("ServicePrincipalCertificate")]: credential,
        [azuread("ServicePrincipalPassword")]: credential,
        [azuread("ServicePrincipalDelegatedPermissionGrant")]: [
            ...["claimValues", "resourceServicePrincipalObjectId", "servicePrincipalObjectId", "userObjectId"],
        ],
        [azuread("AppRoleAssignment")]: ["appRoleId", "principalObjectId", "resourceObjectId", "resourceDisplayName"],
        [azuread("DirectoryRole")]: ["templateId", "displayName", "objectId"],
        [azuread("CustomDirectoryRole")]: ["displayName", "objectId"],
        [azuread("DirectoryRoleAssignment")]: ["roleId", "principalObjectId", "directoryScopeId", "appScopeId"],
        [azuread("DirectoryRoleMember")]: ["roleObjectId", "memberObjectId"],
        [azuread("DirectoryRoleEligibilityScheduleRequest")]: ["roleDefinitionId", "principalId", "directoryScopeId"],
        [azuread("AdministrativeUnit")]: ["objectId", "displayName"],
        [azuread("AdministrativeUnitRoleMember")]: ["administrativeUnitObjectId", "memberObjectId", "roleObjectId"],
        [tls("PrivateKey")]: ["algorithm", "rsaBits", "ecdsaCurve"],
        [tls("SelfSignedCert")]: ["certPem", "validityPeriodHours"],
        [tls("LocallySignedCert")]: ["certPem", "validityPeriodHours"],
        [componentToken("Certificate")]: ["certificatePem", "validityDays"],
        [componentToken("ExchangeApplication")]: ["certificates"],
        [componentToken("TenantAccess")]: ["tenantId", "exchangeRoleGroups"],
    }),
);

/**
 * Types that give a login no access of their own: what they hold is read through others, or concerns people who sign in
 * interactively. Components are containers and are never among the unknown ones.
 */
const withoutAccess: readonly RegExp[] = [
    /^pulumi:/,
    /^(tls|random|time):/,
    /^azuread:index\/(application(AppRole|PermissionScope|IdentifierUri|OptionalClaims|KnownClients|RedirectUris|FallbackPublicClient)|directoryRole|administrativeUnit|claimsMappingPolicy|servicePrincipalClaimsMappingPolicyAssignment|user|userFlowAttribute|namedLocation|authenticationStrengthPolicy):/,
    /^azure-native:(keyvault:(Key|Secret|Vault)|automation:\w+)$/,
];

export function isWithoutAccess(type: string): boolean {
    return withoutAccess.some((pattern) => pattern.test(type));
}
