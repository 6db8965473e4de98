/** How a property can be asked for. `texts` is a collection, asked for with `any`. */
export type FilterKind = "text" | "flag" | "texts";

interface FilterableResource {
    /** Graph's name of the type. */
    readonly resource: string;
    readonly properties: Readonly<Record<string, FilterKind>>;
}

const directoryObjects: FilterableResource = {
    resource: "DirectoryObject",
    properties: { displayName: "text", id: "text" },
};

const appRoleAssignments: FilterableResource = {
    resource: "AppRoleAssignment",
    properties: { principalDisplayName: "text", principalId: "text", resourceId: "text" },
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
            displayName: "text",
            id: "text",
            identifierUris: "texts",
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
    directoryRoles: { resource: "DirectoryRole", properties: { displayName: "text", roleTemplateId: "text" } },
    administrativeUnits: {
        resource: "AdministrativeUnit",
        properties: { description: "text", displayName: "text", id: "text" },
    },
};
