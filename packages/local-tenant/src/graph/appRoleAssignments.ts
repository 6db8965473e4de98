import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import { servicePrincipalByObjectId, type AppRoleAssignment } from "../state";
import { guid } from "./applicationSchema";
import { badRequest, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedServicePrincipal } from "./named";
import { describeAppRoleAssignment as describe } from "./appRoleAssignment";
import { namedGroup } from "./groups";
import { entityReply, listReply } from "./query";
import { kindOf } from "./references";
import { namedUser } from "./users";

const newAssignment = z.strictObject({ appRoleId: guid, principalId: guid, resourceId: guid });

/** Stands for an assignment without a role, of an application that has none. */
const noRole = "00000000-0000-0000-0000-000000000000";

type NewAssignment = z.infer<typeof newAssignment>;

/** `POST /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignedTo`: admin consent to an application permission. */
export function grant(call: GraphCall): Reply {
    const resource = namedServicePrincipal(call);
    const wanted = readBody(call, newAssignment, "AppRoleAssignment");
    if (wanted.resourceId !== resource.id) {
        throw badRequest("Not a valid reference update.");
    }
    return assign(call, wanted, `servicePrincipals('${resource.id}')/appRoleAssignedTo`);
}

/** `POST /servicePrincipals/{servicePrincipalObjectId}/appRoleAssignments`: the same, from the client's side. */
export function grantToServicePrincipal(call: GraphCall): Reply {
    return grantTo(call, namedServicePrincipal(call).id, "servicePrincipals");
}

/** `POST /users/{userId}/appRoleAssignments` */
export function grantToUser(call: GraphCall): Reply {
    return grantTo(call, namedUser(call).id, "users");
}

/** `POST /groups/{groupId}/appRoleAssignments` */
export function grantToGroup(call: GraphCall): Reply {
    return grantTo(call, namedGroup(call).id, "groups");
}

function grantTo(call: GraphCall, id: string, set: string): Reply {
    const wanted = readBody(call, newAssignment, "AppRoleAssignment");
    if (wanted.principalId !== id) {
        throw badRequest("Not a valid reference update.");
    }
    return assign(call, wanted, `${set}('${id}')/appRoleAssignments`);
}

function assign(call: GraphCall, { appRoleId, principalId, resourceId }: NewAssignment, set: string): Reply {
    const kind = kindOf(call.tenant, principalId);
    const resource = servicePrincipalByObjectId(call.tenant, resourceId);
    if (!resource || kind === undefined || kind === "application") {
        throw badRequest("Not a valid reference update.");
    }
    const roles = resource.published.appRoles.filter(({ isEnabled }) => isEnabled);
    const memberType = kind === "servicePrincipal" ? "Application" : "User";
    const isOffered =
        appRoleId === noRole
            ? roles.length === 0
            : roles.some(({ id, allowedMemberTypes }) => id === appRoleId && allowedMemberTypes.includes(memberType));
    if (!isOffered) {
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

/** `GET /users/{userId}/appRoleAssignments`. Assumed (direct-app-role-assignments): without what the user has through groups. */
export function listOfUser(call: GraphCall): Reply {
    const { id } = namedUser(call);
    return listWhere(call, `users('${id}')/appRoleAssignments`, ({ principalId }) => principalId === id);
}

/** `GET /groups/{groupId}/appRoleAssignments` */
export function listOfGroup(call: GraphCall): Reply {
    const { id } = namedGroup(call);
    return listWhere(call, `groups('${id}')/appRoleAssignments`, ({ principalId }) => principalId === id);
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
    const ids = namedSides(call);
    const id = parameter(call, "assignmentId");
    const assignment = call.tenant.appRoleAssignments.find(
        (candidate) =>
            candidate.id === id && (ids.includes(candidate.resourceId) || ids.includes(candidate.principalId)),
    );
    if (!assignment) {
        throw notFound(id);
    }
    return assignment;
}

/** The object of the request's path, which grants the role or holds it. */
function namedSides(call: GraphCall): string[] {
    const { userId, groupId } = call.parameters;
    return [
        userId === undefined ? [] : namedUser(call).id,
        groupId === undefined ? [] : namedGroup(call).id,
        userId === undefined && groupId === undefined ? namedServicePrincipal(call).id : [],
    ].flat();
}

function listWhere(call: GraphCall, set: string, isListed: (assignment: AppRoleAssignment) => boolean): Reply {
    const listed = call.tenant.appRoleAssignments.filter(isListed);
    return listReply(
        call,
        set,
        listed.map((assignment) => describe(call.tenant, assignment)),
    );
}
