import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import { guid, text } from "./applicationSchema";
import type { RoleEligibilityRequest } from "./directoryState";
import { badRequest, GraphError, notFound, notImplemented } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { entityReply, listReply, type Entity } from "./query";
import { checkPrincipal, checkScope } from "./roleAssignments";
import { checkAssignable } from "./roleDefinitions";

// Privileged Identity Management: who may activate a directory role. Requests of administrators are granted at once.

const requests = "roleManagement/directory/roleEligibilityScheduleRequests";
const schedules = "roleManagement/directory/roleEligibilitySchedules";
const resource = "UnifiedRoleEligibilityScheduleRequest";

const newRequest = z.strictObject({
    action: z.string(),
    principalId: guid,
    roleDefinitionId: guid,
    directoryScopeId: z.string(),
    appScopeId: z.null().optional(),
    isValidationOnly: z.boolean().nullish(),
    justification: text.optional(),
    scheduleInfo: z.looseObject({}).nullish(),
    ticketInfo: z.looseObject({}).nullish(),
});

/** `GET /roleManagement/directory/roleEligibilityScheduleRequests` */
export function listRequests(call: GraphCall): Reply {
    return listReply(call, requests, call.tenant.roleEligibilityRequests.map(describeRequest));
}

/** `POST /roleManagement/directory/roleEligibilityScheduleRequests` */
export function request(call: GraphCall): Reply {
    const wanted = readBody(call, newRequest, resource);
    const { action, principalId, roleDefinitionId, directoryScopeId, justification = null } = wanted;
    checkScope(call.tenant, directoryScopeId);
    checkAssignable(call.tenant, roleDefinitionId);
    checkPrincipal(call.tenant, principalId);
    const present = call.tenant.roleEligibilityRequests.filter(
        (other) =>
            isInForce(other) &&
            other.principalId === principalId &&
            other.roleDefinitionId === roleDefinitionId &&
            other.directoryScopeId === directoryScopeId,
    );
    switch (action) {
        case "adminAssign":
            if (present.length > 0) {
                throw new GraphError(400, "RoleAssignmentExists", "The Role assignment already exists.");
            }
            break;
        case "adminRemove":
            if (present.length === 0) {
                throw new GraphError(400, "RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
            }
            break;
        default:
            throw notImplemented(`the action ${action} of ${resource}`);
    }
    if (action === "adminAssign" && !wanted.scheduleInfo) {
        throw badRequest("The request needs a schedule.");
    }
    const made: RoleEligibilityRequest = {
        id: randomUUID(),
        action,
        createdDateTime: call.now.toISOString(),
        principalId,
        roleDefinitionId,
        directoryScopeId,
        justification,
        scheduleInfo: wanted.scheduleInfo ?? null,
        isRevoked: false,
    };
    if (wanted.isValidationOnly !== true) {
        for (const one of present) {
            one.isRevoked = true;
        }
        call.tenant.roleEligibilityRequests.push(made);
    }
    return entityReply(call, requests, describeRequest(made), 201);
}

/** `GET /roleManagement/directory/roleEligibilityScheduleRequests/{requestId}` */
export function getRequest(call: GraphCall): Reply {
    return entityReply(call, requests, describeRequest(named(call, "requestId", () => true)));
}

/** `GET /roleManagement/directory/roleEligibilitySchedules`: what the requests have come to. */
export function listSchedules(call: GraphCall): Reply {
    return listReply(call, schedules, call.tenant.roleEligibilityRequests.filter(isInForce).map(describeSchedule));
}

/** `GET /roleManagement/directory/roleEligibilitySchedules/{scheduleId}` */
export function getSchedule(call: GraphCall): Reply {
    return entityReply(call, schedules, describeSchedule(named(call, "scheduleId", isInForce)));
}

function isInForce({ action, isRevoked }: RoleEligibilityRequest): boolean {
    return action === "adminAssign" && !isRevoked;
}

function named(
    call: GraphCall,
    name: string,
    counts: (candidate: RoleEligibilityRequest) => boolean,
): RoleEligibilityRequest {
    const id = parameter(call, name);
    const found = call.tenant.roleEligibilityRequests.find(
        (candidate) => candidate.id === id.toLowerCase() && counts(candidate),
    );
    if (!found) {
        throw notFound(id);
    }
    return found;
}

function describeRequest({ isRevoked, ...request }: RoleEligibilityRequest): Entity {
    return {
        ...request,
        appScopeId: null,
        approvalId: null,
        completedDateTime: request.createdDateTime,
        customData: null,
        isValidationOnly: false,
        status: isRevoked || request.action === "adminRemove" ? "Revoked" : "Provisioned",
        targetScheduleId: request.id,
        ticketInfo: { ticketNumber: null, ticketSystem: null },
    };
}

function describeSchedule({ id, ...request }: RoleEligibilityRequest): Entity {
    const { createdDateTime, principalId, roleDefinitionId, directoryScopeId, scheduleInfo } = request;
    return {
        id,
        appScopeId: null,
        createdDateTime,
        createdUsing: id,
        directoryScopeId,
        memberType: "Direct",
        modifiedDateTime: createdDateTime,
        principalId,
        roleDefinitionId,
        scheduleInfo,
        status: "Provisioned",
    };
}
