import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parameter, type Reply } from "../http";
import { guid } from "./applicationSchema";
import type { DelegatedPermissionGrant } from "./directoryState";
import { conflict, GraphError, invalidValue, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { namedServicePrincipal } from "./named";
import { entityReply, listReply, type Entity } from "./query";
import { directoryObject } from "./references";

const set = "oauth2PermissionGrants";
const resource = "OAuth2PermissionGrant";

const newGrant = z.strictObject({
    clientId: guid,
    consentType: z.enum(["AllPrincipals", "Principal"]),
    expiryTime: z.string().nullish(),
    principalId: guid.nullish(),
    resourceId: guid,
    scope: z.string().nullish(),
    startTime: z.string().nullish(),
});

/** What can be changed later: nothing but the permissions. */
const grantPatch = z.strictObject({ scope: z.string().nullish() });

/** `GET /oauth2PermissionGrants` */
export function list(call: GraphCall): Reply {
    return listReply(call, set, call.tenant.delegatedPermissionGrants.map(describe));
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/oauth2PermissionGrants`: those that the client holds. */
export function listHeld(call: GraphCall): Reply {
    const { id } = namedServicePrincipal(call);
    const held = call.tenant.delegatedPermissionGrants.filter(({ clientId }) => clientId === id);
    return listReply(call, set, held.map(describe));
}

/** `POST /oauth2PermissionGrants`. Assumed (delegated-scopes-unchecked): whether the API has the permissions is not checked, as Graph does not. */
export function create(call: GraphCall): Reply {
    const { clientId, consentType, principalId = null, resourceId, scope } = readBody(call, newGrant, resource);
    if ((consentType === "Principal") !== (principalId !== null)) {
        throw invalidValue("principalId", resource);
    }
    for (const id of [clientId, resourceId]) {
        if (!directoryObject(call.tenant, id, ["servicePrincipal"])) {
            throw missing(id);
        }
    }
    if (principalId !== null && !directoryObject(call.tenant, principalId, ["user"])) {
        throw missing(principalId);
    }
    const isSame = (other: DelegatedPermissionGrant): boolean =>
        other.clientId === clientId && other.resourceId === resourceId && other.principalId === principalId;
    if (call.tenant.delegatedPermissionGrants.some(isSame)) {
        throw new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", conflict().message);
    }
    const grant: DelegatedPermissionGrant = {
        id: randomBytes(32).toString("base64url"),
        clientId,
        consentType,
        principalId,
        resourceId,
        scope: scope ?? "",
    };
    call.tenant.delegatedPermissionGrants.push(grant);
    return entityReply(call, set, describe(grant), 201);
}

/** `GET /oauth2PermissionGrants/{grantId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, set, describe(namedGrant(call)));
}

/** `PATCH /oauth2PermissionGrants/{grantId}` */
export function update(call: GraphCall): Reply {
    const grant = namedGrant(call);
    const { scope } = readBody(call, grantPatch, resource);
    grant.scope = scope === undefined ? grant.scope : (scope ?? "");
    return { status: 204 };
}

/** `DELETE /oauth2PermissionGrants/{grantId}` */
export function remove(call: GraphCall): Reply {
    const grant = namedGrant(call);
    call.tenant.delegatedPermissionGrants = call.tenant.delegatedPermissionGrants.filter((other) => other !== grant);
    return { status: 204 };
}

function namedGrant(call: GraphCall): DelegatedPermissionGrant {
    const id = parameter(call, "grantId");
    const grant = call.tenant.delegatedPermissionGrants.find((candidate) => candidate.id === id);
    if (!grant) {
        throw notFound(id);
    }
    return grant;
}

function describe(grant: DelegatedPermissionGrant): Entity {
    return { ...grant };
}

/** Graph answers 400 here, with the text of its 404. */
function missing(id: string): GraphError {
    return new GraphError(400, "Request_BadRequest", notFound(id).message);
}
