import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import type { AppRoleAssignment, Tenant } from "../state";
import { guid } from "./applicationSchema";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedServicePrincipal } from "./named";
import { entityReply, listReply, type Entity } from "./query";

const newAssignment = z.strictObject({ appRoleId: guid, principalId: guid, resourceId: guid });

/** `POST /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo`: admin consent to an application permission. */
export function grant(call: GraphCall): Reply {
    const resource = namedServicePrincipal(call);
    const { appRoleId, principalId, resourceId } = readBody(call, newAssignment, "AppRoleAssignment");
    if (resourceId !== resource.id || !call.tenant.servicePrincipals.some(({ id }) => id === principalId)) {
        throw badRequest("Not a valid reference update.");
    }
    if (!resource.published.appRoles.some(({ id, isEnabled }) => id === appRoleId && isEnabled)) {
        throw badRequest(`Permission being assigned was not found on application '${resource.appId}'`);
    }
    const isSame = (other: AppRoleAssignment): boolean =>
        other.appRoleId === appRoleId && other.principalId === principalId && other.resourceId === resourceId;
    if (call.tenant.appRoleAssignments.some(isSame)) {
        throw badRequest("Permission being assigned already exists on the object");
    }
    const assignment: AppRoleAssignment = {
        id: randomBytes(32).toString("base64url"),
        createdDateTime: call.now.toISOString(),
        appRoleId,
        principalId,
        resourceId,
    };
    call.tenant.appRoleAssignments.push(assignment);
    const set = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
    return entityReply(call, set, describe(call.tenant, assignment), 201);
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo`: who holds permissions of this API. */
export function listGranted(call: GraphCall): Reply {
    const { id } = namedServicePrincipal(call);
    return listWhere(call, `servicePrincipals('${id}')/appRoleAssignedTo`, ({ resourceId }) => resourceId === id);
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignments`: which permissions this client holds. */
export function listHeld(call: GraphCall): Reply {
    const { id } = namedServicePrincipal(call);
    return listWhere(call, `servicePrincipals('${id}')/appRoleAssignments`, ({ principalId }) => principalId === id);
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo/{assignmentId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, "appRoleAssignments", describe(call.tenant, namedAssignment(call)));
}

/** `DELETE /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo/{assignmentId}` */
export function revoke(call: GraphCall): Reply {
    const assignment = namedAssignment(call);
    call.tenant.appRoleAssignments = call.tenant.appRoleAssignments.filter((other) => other !== assignment);
    return { status: 204 };
}

function namedAssignment(call: GraphCall): AppRoleAssignment {
    const resource = namedServicePrincipal(call);
    const id = parameter(call, "assignmentId");
    const assignment = call.tenant.appRoleAssignments.find(
        (candidate) => candidate.id === id && candidate.resourceId === resource.id,
    );
    if (!assignment) {
        throw notFound(id);
    }
    return assignment;
}

function listWhere(call: GraphCall, set: string, isListed: (assignment: AppRoleAssignment) => boolean): Reply {
    const listed = call.tenant.appRoleAssignments.filter(isListed);
    return listReply(
        call,
        set,
        listed.map((assignment) => describe(call.tenant, assignment)),
    );
}

function describe(tenant: Tenant, assignment: AppRoleAssignment): Entity {
    const nameOf = (objectId: string): string | undefined =>
        tenant.servicePrincipals.find(({ id }) => id === objectId)?.published.displayName;
    return {
        id: assignment.id,
        deletedDateTime: null,
        appRoleId: assignment.appRoleId,
        createdDateTime: assignment.createdDateTime,
        principalDisplayName: nameOf(assignment.principalId),
        principalId: assignment.principalId,
        principalType: "ServicePrincipal",
        resourceDisplayName: nameOf(assignment.resourceId),
        resourceId: assignment.resourceId,
    };
}
