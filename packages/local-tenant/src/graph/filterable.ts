/** How a property can be asked for. `texts` is a collection, asked for with `any`. */
export type FilterKind = "text" | "flag" | "texts";

interface FilterableResource {
    /** Graph's name of the type. */
    readonly resource: string;
    readonly properties: Readonly<Record<string, FilterKind>>;
    /** Whether `contains` is served, as it is for few. */
    readonly canContain?: boolean;
}

const directoryObjects: FilterableResource = {
    resource: "DirectoryObject",
    properties: { displayName: "text", id: "text" },
};

const appRoleAssignments: FilterableResource = {
    resource: "AppRoleAssignment",
    properties: { id: "text", principalDisplayName: "text", principalId: "text", resourceId: "text" },
};

/**
 * The properties that `$filter` takes without advanced query capabilities, by the last part of the collection's path.
 * From the resource pages of the Graph reference, where each property says so.
 */
export const filterable: Readonly<Record<string, FilterableResource>> = {
    applications: {
        resource: "Application",
        properties: {
            appId: "text",
            applicationTemplateId: "text",
            displayName: "text",
            id: "text",
            identifierUris: "texts",
            isDisabled: "flag",
            publisherDomain: "text",
            signInAudience: "text",
            tags: "texts",
        },
    },
    servicePrincipals: {
        resource: "ServicePrincipal",
        properties: {
            accountEnabled: "flag",
            alternativeNames: "texts",
            appId: "text",
            appOwnerOrganizationId: "text",
            displayName: "text",
            id: "text",
            servicePrincipalNames: "texts",
            servicePrincipalType: "text",
            tags: "texts",
        },
    },
    applicationTemplates: {
        resource: "ApplicationTemplate",
        properties: { categories: "texts", displayName: "text", id: "text", publisher: "text" },
        canContain: true,
    },
    users: {
        resource: "User",
        properties: {
            accountEnabled: "flag",
            city: "text",
            companyName: "text",
            country: "text",
            department: "text",
            displayName: "text",
            employeeId: "text",
            givenName: "text",
            id: "text",
            jobTitle: "text",
            mail: "text",
            mailNickname: "text",
            onPremisesImmutableId: "text",
            otherMails: "texts",
            state: "text",
            surname: "text",
            usageLocation: "text",
            userPrincipalName: "text",
            userType: "text",
        },
    },
    groups: {
        resource: "Group",
        properties: {
            description: "text",
            displayName: "text",
            groupTypes: "texts",
            id: "text",
            isAssignableToRole: "flag",
            mail: "text",
            mailEnabled: "flag",
            mailNickname: "text",
            securityEnabled: "flag",
        },
    },
    claimsMappingPolicies: {
        resource: "ClaimsMappingPolicy",
        properties: { displayName: "text", id: "text", isOrganizationDefault: "flag" },
    },
    oauth2PermissionGrants: {
        resource: "OAuth2PermissionGrant",
        properties: { clientId: "text", consentType: "text", principalId: "text", resourceId: "text", scope: "text" },
    },
    roleEligibilityScheduleRequests: {
        resource: "UnifiedRoleEligibilityScheduleRequest",
        properties: { principalId: "text", roleDefinitionId: "text", status: "text", targetScheduleId: "text" },
    },
    roleEligibilitySchedules: {
        resource: "UnifiedRoleEligibilitySchedule",
        properties: { principalId: "text", roleDefinitionId: "text" },
    },
    domains: { resource: "Domain", properties: { id: "text", isDefault: "flag", isInitial: "flag" } },
    directoryRoleTemplates: { resource: "DirectoryRoleTemplate", properties: { displayName: "text", id: "text" } },
    appRoleAssignments,
    appRoleAssignedTo: appRoleAssignments,
    directoryObjects,
    federatedIdentityCredentials: {
        resource: "FederatedIdentityCredential",
        properties: { issuer: "text", name: "text", subject: "text" },
    },
    roleAssignments: {
        resource: "UnifiedRoleAssignment",
        properties: { directoryScopeId: "text", principalId: "text", roleDefinitionId: "text" },
    },
    roleDefinitions: {
        resource: "UnifiedRoleDefinition",
        properties: { displayName: "text", id: "text", isBuiltIn: "flag", isEnabled: "flag", templateId: "text" },
    },
    signIns: {
        resource: "SignIn",
        properties: {
            appDisplayName: "text",
            appId: "text",
            id: "text",
            ipAddress: "text",
            resourceDisplayName: "text",
            resourceId: "text",
            servicePrincipalId: "text",
            servicePrincipalName: "text",
            signInEventTypes: "texts",
        },
    },
    directoryRoles: { resource: "DirectoryRole", properties: { displayName: "text", roleTemplateId: "text" } },
    administrativeUnits: {
        resource: "AdministrativeUnit",
        properties: { description: "text", displayName: "text", id: "text" },
    },
};
