interface PropertyNames {
    readonly readOnly: readonly string[];
    /** Documented properties that the local tenant does not let anybody set. */
    readonly writable: readonly string[];
}

/**
 * Properties that requests may not contain here, as the resource pages of the Graph reference name them. Types that are
 * not in the table have no others than those that the local tenant implements.
 */
const propertyNames: Readonly<Record<string, PropertyNames>> = {
    Application: {
        readOnly: [
            "appId",
            "applicationTemplateId",
            "certification",
            "createdDateTime",
            "deletedDateTime",
            "disabledByMicrosoftStatus",
            "id",
            "publisherDomain",
            "verifiedPublisher",
        ],
        writable: [
            "addIns",
            "authenticationBehaviors",
            "defaultRedirectUri",
            "logo",
            "nativeAuthenticationApisEnabled",
            "parentalControlSettings",
            "requestSignatureVerification",
            "samlMetadataUrl",
            "servicePrincipalLockConfiguration",
            "signInAudienceRestrictions",
            "tokenEncryptionKeyId",
            "uniqueName",
        ],
    },
    ServicePrincipal: {
        readOnly: [
            "appDescription",
            "appDisplayName",
            "appId",
            "applicationTemplateId",
            "appOwnerOrganizationId",
            "createdDateTime",
            "deletedDateTime",
            "disabledByMicrosoftStatus",
            "id",
            "info",
            "resourceSpecificApplicationPermissions",
            "signInAudience",
            "verifiedPublisher",
        ],
        writable: [
            "addIns",
            "appRoles",
            "customSecurityAttributes",
            "displayName",
            "homepage",
            "logoutUrl",
            "oauth2PermissionScopes",
            "preferredTokenSigningKeyThumbprint",
            "replyUrls",
            "samlMetadataUrl",
            "servicePrincipalNames",
            "servicePrincipalType",
            "tokenEncryptionKeyId",
        ],
    },
    AppRoleAssignment: {
        readOnly: [
            "createdDateTime",
            "deletedDateTime",
            "id",
            "principalDisplayName",
            "principalType",
            "resourceDisplayName",
        ],
        writable: [],
    },
    UnifiedRoleAssignment: { readOnly: ["id"], writable: ["appScopeId", "condition"] },
    UnifiedRoleDefinition: { readOnly: ["id", "isBuiltIn", "resourceScopes"], writable: ["inheritsPermissionsFrom"] },
    AdministrativeUnit: {
        readOnly: ["deletedDateTime", "id"],
        writable: ["isMemberManagementRestricted", "membershipRule", "membershipRuleProcessingState", "membershipType"],
    },
    FederatedIdentityCredential: { readOnly: ["id"], writable: ["trustedIssuer"] },
    User: {
        readOnly: [
            ...["assignedLicenses", "assignedPlans", "createdDateTime", "creationType", "deletedDateTime", "id"],
            ...["imAddresses", "legalAgeGroupClassification", "licenseAssignmentStates", "provisionedPlans"],
            ...["proxyAddresses", "onPremisesDistinguishedName", "onPremisesDomainName", "onPremisesSamAccountName"],
            ...["onPremisesSecurityIdentifier", "onPremisesSyncEnabled", "onPremisesUserPrincipalName"],
            ...["externalUserState", "externalUserStateChangeDateTime", "signInActivity", "securityIdentifier"],
        ],
        writable: [
            ...["aboutMe", "birthday", "customSecurityAttributes", "hireDate", "identities", "interests"],
            ...["mailboxSettings", "mySite", "onPremisesExtensionAttributes", "pastProjects", "preferredName"],
            ...["responsibilities", "schools", "skills", "employeeLeaveDateTime", "isResourceAccount"],
        ],
    },
    Group: {
        readOnly: [
            ...["assignedLabels", "assignedLicenses", "createdDateTime", "deletedDateTime", "expirationDateTime", "id"],
            ...["isAssignableToRole", "mail", "onPremisesDomainName", "onPremisesLastSyncDateTime"],
            ...["onPremisesNetBiosName", "onPremisesSamAccountName", "onPremisesSecurityIdentifier"],
            ...["onPremisesSyncEnabled", "proxyAddresses", "renewedDateTime", "resourceBehaviorOptions"],
            ...["securityIdentifier"],
        ],
        writable: [
            ...["allowExternalSenders", "autoSubscribeNewMembers", "hideFromAddressLists", "hideFromOutlookClients"],
            ...["isSubscribedByMail", "preferredDataLocation", "unseenCount", "uniqueName"],
        ],
    },
    ClaimsMappingPolicy: { readOnly: ["deletedDateTime", "id"], writable: [] },
    OAuth2PermissionGrant: {
        readOnly: ["clientId", "consentType", "id", "principalId", "resourceId"],
        writable: ["expiryTime", "startTime"],
    },
    TenantAppManagementPolicy: { readOnly: ["deletedDateTime", "id"], writable: [] },
};

/** What Graph makes of a property: undefined when the type has none of that name. */
export function kindOfProperty(resource: string, name: string): "read-only" | "writable" | undefined {
    const names = propertyNames[resource];
    if (names?.readOnly.includes(name)) {
        return "read-only";
    }
    return names?.writable.includes(name) ? "writable" : undefined;
}
