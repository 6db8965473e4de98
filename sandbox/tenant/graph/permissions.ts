/** Which application permissions of Microsoft Graph allow a request: any one of those listed is enough. */
export interface Requirement {
    readonly anyOf: readonly string[];
    /** Enough for an application or service principal that the caller owns, the one in the request's path. */
    readonly ifOwner?: readonly string[];
}

/**
 * From the permission tables of the Graph reference. `Application.ReadWrite.OwnedBy` does not allow lists
 * (learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby).
 */
export const permissionsTo = {
    listApplications: { anyOf: ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"] },
    readApplication: {
        anyOf: ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"],
        ifOwner: ["Application.ReadWrite.OwnedBy"],
    },
    createApplication: { anyOf: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"] },
    writeApplication: { anyOf: ["Application.ReadWrite.All"], ifOwner: ["Application.ReadWrite.OwnedBy"] },
    readAppRoles: {
        anyOf: [
            "Application.Read.All",
            "Application.ReadWrite.All",
            "AppRoleAssignment.ReadWrite.All",
            "Directory.Read.All",
        ],
    },
    writeAppRoles: { anyOf: ["AppRoleAssignment.ReadWrite.All"] },
    readRoles: {
        anyOf: [
            "RoleManagement.Read.Directory",
            "RoleManagement.Read.All",
            "RoleManagement.ReadWrite.Directory",
            "Directory.Read.All",
        ],
    },
    writeRoles: { anyOf: ["RoleManagement.ReadWrite.Directory"] },
    readDomains: { anyOf: ["Domain.Read.All", "Directory.Read.All"] },
    readOrganization: { anyOf: ["Organization.Read.All", "Directory.Read.All"] },
    readDirectoryObjects: { anyOf: ["Directory.Read.All"] },
} as const satisfies Record<string, Requirement>;
