import * as appRoles from "../appRoleAssignments";
import * as groups from "../groups";
import { permissionsTo as to } from "../permissions";
import * as users from "../users";
import { graphRoutes } from "./table";

const user = "/v1.0/users/{userId}";
const group = "/v1.0/groups/{groupId}";

/** People and groups. */
export const userRoutes = graphRoutes([
    ["GET /v1.0/users", to.readUsers, users.list, "users, filtered and in pages"],
    ["POST /v1.0/users", to.writeUsers, users.create, "a new user, without a mailbox"],
    [`GET ${user}`, to.readUsers, users.get, "a user, by id or user principal name"],
    [`PATCH ${user}`, to.writeUsers, users.update, "changes to a user"],
    [`DELETE ${user}`, to.deleteUsers, users.remove, "a user into the recycle bin"],
    [`GET ${user}/manager`, to.readUsers, users.manager, "the manager of a user"],
    [`PUT ${user}/manager/$ref`, to.writeUsers, users.setManager, "another manager"],
    [`DELETE ${user}/manager/$ref`, to.writeUsers, users.removeManager, "no manager any more"],
    [`GET ${user}/memberOf`, to.readMemberships, users.memberOf, "what a user is a member of"],
    [`GET ${user}/appRoleAssignments`, to.readAppRoles, appRoles.listOfUser, "app roles that a user holds"],
    [`POST ${user}/appRoleAssignments`, to.grantAppRole, appRoles.grantToUser, "an app role for a user"],
    [`DELETE ${user}/appRoleAssignments/{assignmentId}`, to.revokeAppRole, appRoles.revoke, "one app role less"],

    ["GET /v1.0/groups", to.readGroups, groups.list, "groups, filtered and in pages"],
    ["POST /v1.0/groups", to.createGroups, groups.create, "a new group"],
    [`GET ${group}`, to.readGroups, groups.get, "a group"],
    [`PATCH ${group}`, to.writeGroups, groups.update, "changes to a group"],
    [`DELETE ${group}`, to.deleteGroups, groups.remove, "a group less; Microsoft 365 groups can be restored"],
    [`GET ${group}/owners`, to.readGroups, groups.owners, "the owners of a group"],
    [`POST ${group}/owners/$ref`, to.writeGroups, groups.addOwner, "a further owner"],
    [`DELETE ${group}/owners/{ownerObjectId}/$ref`, to.writeGroups, groups.removeOwner, "one owner less"],
    [`GET ${group}/members`, to.readGroups, groups.members, "the members of a group"],
    [`POST ${group}/members/$ref`, to.writeGroupMembers, groups.addMember, "a further member"],
    [`DELETE ${group}/members/{memberObjectId}/$ref`, to.writeGroupMembers, groups.removeMember, "one member less"],
    [`GET ${group}/memberOf`, to.readMemberships, groups.memberOf, "what a group is a member of"],
    [`GET ${group}/appRoleAssignments`, to.readAppRoles, appRoles.listOfGroup, "app roles that a group holds"],
    [`POST ${group}/appRoleAssignments`, to.grantAppRole, appRoles.grantToGroup, "an app role for a group"],
    [`DELETE ${group}/appRoleAssignments/{assignmentId}`, to.revokeAppRole, appRoles.revoke, "one app role less"],
]);
