/** Which application permissions of Microsoft Graph allow a request: any one of those listed is enough. */
export interface Requirement {
    readonly anyOf: readonly string[];
    /** Needed besides, any one of these. */
    readonly andOneOf?: readonly string[];
    /** Enough for an application or service principal that the caller owns, the one in the request's path. */
    readonly ifOwner?: readonly string[];
}

const readsApplications = [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
const ownedBy = ["Application.ReadWrite.OwnedBy"];
const readsUsers = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];
const readsGroups = ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"];
const readsRoles = [
    "RoleManagement.Read.Directory",
    "RoleManagement.Read.All",
    "RoleManagement.ReadWrite.Directory",
    "Directory.Read.All",
];

/**
 * The application permissions in the tables of the Graph reference, least privileged first, as far as this tenant knows
 * them. `Application.ReadWrite.OwnedBy` does not allow lists
 * (learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby).
 */
export const permissionsTo = {
    listApplications: { anyOf: readsApplications },
    readApplication: { anyOf: readsApplications, ifOwner: ["Application.ReadWrite.OwnedBy"] },
    createApplication: { anyOf: ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"] },
    writeApplication: { anyOf: ["Application.ReadWrite.All"], ifOwner: ["Application.ReadWrite.OwnedBy"] },
    readAppRoles: { anyOf: [...readsApplications, "AppRoleAssignment.ReadWrite.All"] },
    // Documented with "and": the grant names objects that the caller must be able to read.
    grantAppRole: { anyOf: ["AppRoleAssignment.ReadWrite.All"], andOneOf: readsApplications },
    revokeAppRole: { anyOf: ["AppRoleAssignment.ReadWrite.All"] },
    readRoles: { anyOf: readsRoles },
    writeRoles: { anyOf: ["RoleManagement.ReadWrite.Directory"] },
    readAdministrativeUnits: {
        anyOf: ["AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All", "Directory.Read.All"],
    },
    writeAdministrativeUnits: { anyOf: ["AdministrativeUnit.ReadWrite.All"] },
    // "Policy.Read.All" is the least for reading; whoever may write may read too.
    readPolicies: { anyOf: ["Policy.Read.All", "Policy.ReadWrite.ApplicationConfiguration"] },
    writeApplicationPolicies: { anyOf: ["Policy.ReadWrite.ApplicationConfiguration"] },
    readUsers: { anyOf: readsUsers },
    writeUsers: { anyOf: ["User.ReadWrite.All", "Directory.ReadWrite.All"] },
    deleteUsers: { anyOf: ["User.ReadWrite.All"] },
    readGroups: { anyOf: [...readsGroups, "Directory.ReadWrite.All"] },
    createGroups: { anyOf: ["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"] },
    writeGroups: { anyOf: ["Group.ReadWrite.All", "Directory.ReadWrite.All"] },
    writeGroupMembers: { anyOf: ["GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"] },
    deleteGroups: { anyOf: ["Group.ReadWrite.All"] },
    readMemberships: { anyOf: ["GroupMember.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"] },
    readDelegatedGrants: {
        anyOf: ["Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"],
    },
    writeDelegatedGrants: { anyOf: ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"] },
    readEligibility: {
        anyOf: [
            "RoleEligibilitySchedule.Read.Directory",
            "RoleEligibilitySchedule.ReadWrite.Directory",
            "RoleManagement.Read.Directory",
            "RoleManagement.ReadWrite.Directory",
            "RoleManagement.Read.All",
        ],
    },
    writeEligibility: {
        anyOf: ["RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.ReadWrite.Directory"],
    },
    listTemplates: { anyOf: [...readsApplications, "Application.ReadWrite.OwnedBy"] },
    // Whatever its kind. Documented by kind: users and groups need permissions of their own.
    readDeletedItem: { anyOf: [...readsApplications, ...readsUsers, ...readsGroups], ifOwner: ownedBy },
    writeDeletedItem: {
        anyOf: ["Application.ReadWrite.All", "User.ReadWrite.All", "Group.ReadWrite.All"],
        ifOwner: ownedBy,
    },
    readDomains: { anyOf: ["Domain.Read.All", "Directory.Read.All"] },
    readOrganization: { anyOf: ["Organization.Read.All", "Directory.Read.All"] },
    readSignIns: { anyOf: ["AuditLog.Read.All"] },
    readDirectoryObjects: { anyOf: ["Directory.Read.All"] },
} as const satisfies Record<string, Requirement>;
