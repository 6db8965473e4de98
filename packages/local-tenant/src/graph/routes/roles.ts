import * as units from "../administrativeUnits";
import * as directoryRoles from "../directoryRoles";
import { permissionsTo as to } from "../permissions";
import * as assignments from "../roleAssignments";
import * as definitions from "../roleDefinitions";
import * as eligibility from "../roleEligibility";
import * as scoped from "../scopedRoleMembers";
import { graphRoutes } from "./table";

const roleDefinitions = "/v1.0/roleManagement/directory/roleDefinitions";
const roleDefinition = `${roleDefinitions}/{roleDefinitionId}`;
const roleAssignments = "/v1.0/roleManagement/directory/roleAssignments";
const roleAssignment = `${roleAssignments}/{assignmentId}`;
const activeRole = "/v1.0/directoryRoles/{directoryRoleId}";
const eligibilityRequests = "/v1.0/roleManagement/directory/roleEligibilityScheduleRequests";
const eligibilitySchedules = "/v1.0/roleManagement/directory/roleEligibilitySchedules";
const administrativeUnits = "/v1.0/directory/administrativeUnits";
const unit = `${administrativeUnits}/{administrativeUnitId}`;
const scopedRoleMember = `${unit}/scopedRoleMembers/{membershipId}`;

/** Directory roles, built-in and custom, and the parts of the directory that they can be held for. */
export const roleRoutes = graphRoutes([
    [`GET ${roleDefinitions}`, to.readRoles, definitions.list, "role definitions, built-in and custom"],
    [`POST ${roleDefinitions}`, to.writeRoles, definitions.create, "a new custom role"],
    [`GET ${roleDefinition}`, to.readRoles, definitions.get, "a role definition"],
    [`PATCH ${roleDefinition}`, to.writeRoles, definitions.update, "changes to a custom role"],
    [`DELETE ${roleDefinition}`, to.writeRoles, definitions.remove, "one custom role less"],

    [`GET ${roleAssignments}`, to.readRoles, assignments.list, "role assignments"],
    [`POST ${roleAssignments}`, to.writeRoles, assignments.assign, "a new role assignment, tenant-wide or scoped"],
    [`GET ${roleAssignment}`, to.readRoles, assignments.get, "a role assignment"],
    [`DELETE ${roleAssignment}`, to.writeRoles, assignments.unassign, "one role assignment less"],

    ["GET /v1.0/directoryRoleTemplates", to.readRoles, directoryRoles.listTemplates, "templates of built-in roles"],
    [
        "GET /v1.0/directoryRoleTemplates/{roleTemplateId}",
        to.readRoles,
        directoryRoles.getTemplate,
        "the template of a built-in role",
    ],
    ["GET /v1.0/directoryRoles", to.readRoles, directoryRoles.list, "activated roles"],
    ["POST /v1.0/directoryRoles", to.writeRoles, directoryRoles.activate, "the activation of a built-in role"],
    [`GET ${activeRole}`, to.readRoles, directoryRoles.get, "an activated role"],
    [`GET ${activeRole}/members`, to.readRoles, directoryRoles.members, "who holds an activated role"],
    [`POST ${activeRole}/members/$ref`, to.writeRoles, directoryRoles.addMember, "a further holder"],
    [`GET ${activeRole}/members/{memberObjectId}`, to.readRoles, directoryRoles.getMember, "one holder"],
    [`DELETE ${activeRole}/members/{memberObjectId}/$ref`, to.writeRoles, directoryRoles.removeMember, "one less"],

    [`GET ${eligibilityRequests}`, to.readEligibility, eligibility.listRequests, "requests for eligibility"],
    [`POST ${eligibilityRequests}`, to.writeEligibility, eligibility.request, "eligibility for a role, or its end"],
    [`GET ${eligibilityRequests}/{requestId}`, to.readEligibility, eligibility.getRequest, "one such request"],
    [`GET ${eligibilitySchedules}`, to.readEligibility, eligibility.listSchedules, "who is eligible for roles"],
    [`GET ${eligibilitySchedules}/{scheduleId}`, to.readEligibility, eligibility.getSchedule, "one such eligibility"],

    [`GET ${administrativeUnits}`, to.readAdministrativeUnits, units.list, "administrative units"],
    [`POST ${administrativeUnits}`, to.writeAdministrativeUnits, units.create, "a new administrative unit"],
    [`GET ${unit}`, to.readAdministrativeUnits, units.get, "an administrative unit"],
    [`PATCH ${unit}`, to.writeAdministrativeUnits, units.update, "changes to an administrative unit"],
    [`DELETE ${unit}`, to.writeAdministrativeUnits, units.remove, "one administrative unit less"],
    [
        "DELETE /beta/administrativeUnits/{administrativeUnitId}",
        to.writeAdministrativeUnits,
        units.remove,
        "one administrative unit less",
        "recordings",
    ],
    [`GET ${unit}/members`, to.readAdministrativeUnits, units.members, "the members of an administrative unit"],
    [`POST ${unit}/members/$ref`, to.writeAdministrativeUnits, units.addMember, "a further member"],
    [
        `DELETE ${unit}/members/{memberObjectId}/$ref`,
        to.writeAdministrativeUnits,
        units.removeMember,
        "one member less",
    ],
    [`GET ${unit}/scopedRoleMembers`, to.readRoles, scoped.list, "who holds roles for an administrative unit"],
    [`POST ${unit}/scopedRoleMembers`, to.writeRoles, scoped.add, "a role for an administrative unit"],
    [`GET ${scopedRoleMember}`, to.readRoles, scoped.get, "one holder of a role for an administrative unit"],
    [`DELETE ${scopedRoleMember}`, to.writeRoles, scoped.remove, "one such holder less"],
]);
