/** A right of a deployer, and any one of what gives it. */
export interface DeployerRight {
    /** What it is for, after "to". */
    readonly purpose: string;
    /** Application permissions of Microsoft Graph, least privileged first: for a deployer that is an application. */
    readonly permissions: readonly string[];
    /** Enough for an application that the deployer owns, or creates and so owns. */
    readonly permissionIfOwner?: string;
    /** Directory roles: for a person, and for an application that holds one. */
    readonly directoryRoles: readonly DeployerRole[];
}

/** A directory role by which somebody can deploy. */
export interface DeployerRole {
    readonly name: string;
    readonly templateId: string;
}

// Template ids: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const globalAdministrator = { name: "Global Administrator", templateId: "62e90394-69f5-4237-9190-012177145e10" };
const applicationAdministrators: readonly DeployerRole[] = [
    { name: "Application Administrator", templateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3" },
    { name: "Cloud Application Administrator", templateId: "158c047a-c907-4556-b7ef-446551a6b5f7" },
    globalAdministrator,
];
const roleAdministrators: readonly DeployerRole[] = [
    { name: "Privileged Role Administrator", templateId: "e8611ab8-c189-46e8-94e1-60213ab1f814" },
    globalAdministrator,
];

/**
 * The rights that a stack's resources need, from the permission tables of the Microsoft Graph reference
 * (learn.microsoft.com/graph/api: application-post-applications, application-update, serviceprincipal-list,
 * serviceprincipal-post-approleassignedto, rbacapplication-post-roleassignments).
 */
export const deployerRights = {
    readApplications: {
        purpose: "look up Exchange Online and read back what is created",
        permissions: ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"],
        directoryRoles: [...applicationAdministrators, ...roleAdministrators.slice(0, 1)],
    },
    writeApplications: {
        purpose: "create and change the application, its credentials and its service principal",
        permissions: ["Application.ReadWrite.All"],
        permissionIfOwner: "Application.ReadWrite.OwnedBy",
        directoryRoles: applicationAdministrators,
    },
    createMicrosoftServicePrincipal: {
        purpose: "create Exchange Online's service principal",
        permissions: ["Application.ReadWrite.All"],
        directoryRoles: applicationAdministrators,
    },
    // Microsoft Graph refuses Application.ReadWrite.OwnedBy here: "the backing application of the service principal being created must in
    // the local tenant" (reported: hashicorp/terraform-provider-azuread issues 581 and 611).
    createGuestServicePrincipal: {
        purpose: "create the service principal of another tenant's application",
        permissions: ["Application.ReadWrite.All"],
        directoryRoles: applicationAdministrators,
    },
    // Exchange Online's permissions are not Microsoft Graph's, which Privileged Role Administrator alone may consent to
    // (learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent, "Prerequisites").
    grantAppRole: {
        purpose: "grant admin consent",
        permissions: ["AppRoleAssignment.ReadWrite.All"],
        directoryRoles: [...applicationAdministrators, ...roleAdministrators.slice(0, 1)],
    },
    assignDirectoryRole: {
        purpose: "assign directory roles",
        permissions: ["RoleManagement.ReadWrite.Directory"],
        directoryRoles: roleAdministrators,
    },
} as const satisfies Record<string, DeployerRight>;

/** Names a {@link DeployerRight}. */
export type DeployerRightName = keyof typeof deployerRights;
