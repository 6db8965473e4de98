import { randomUUID } from "node:crypto";
import { parameter, type Reply } from "../http";
import {
    findApplication,
    servicePrincipalByObjectId,
    type Application,
    type PublishedApplication,
    type ServicePrincipal,
    type Tenant,
} from "../state";
import { microsoftApplications } from "../microsoftApplications";
import { badRequest, conflict, invalidValue, notFound, requestDenied } from "./errors";
import { isLimitedToOwned, readBody, type GraphCall } from "./graphCall";
import { merge } from "./merge";
import * as ownership from "./owners";
import { candidates, entityReply, listReply, type Entity } from "./query";
import { defaultServicePrincipal, newServicePrincipal, servicePrincipalPatch } from "./servicePrincipalSchema";

/** `POST /servicePrincipals` */
export function create(call: GraphCall): Reply {
    const body = readBody(call, newServicePrincipal, "ServicePrincipal");
    const { appId, "owners@odata.bind": bound, ...properties } = body;
    const published = backingApplication(call, appId.toLowerCase());
    if (call.tenant.servicePrincipals.some((other) => other.appId === appId.toLowerCase())) {
        throw conflict();
    }
    const servicePrincipal: ServicePrincipal = {
        id: randomUUID(),
        appId: appId.toLowerCase(),
        createdDateTime: `${call.now.toISOString().slice(0, 19)}Z`,
        owners: ownership.firstOwners(call, bound),
        properties: merge(defaultServicePrincipal, properties),
        published,
    };
    call.tenant.servicePrincipals.push(servicePrincipal);
    return entityReply(call, "servicePrincipals", describe(servicePrincipal), 201);
}

/** `GET /servicePrincipals` */
export function list(call: GraphCall): Reply {
    return listReply(call, "servicePrincipals", candidates(call.query, call.tenant.servicePrincipals).map(describe));
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, "servicePrincipals", describe(namedServicePrincipal(call)));
}

/** `PATCH /servicePrincipals/{servicePrincipalObjectId}` */
export function update(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const { id = servicePrincipal.id, ...changes } = readBody(call, servicePrincipalPatch, "ServicePrincipal");
    if (id !== servicePrincipal.id) {
        throw invalidValue("id", "ServicePrincipal");
    }
    servicePrincipal.properties = merge(servicePrincipal.properties, changes);
    return { status: 204 };
}

/** `DELETE /servicePrincipals/{servicePrincipalObjectId}` */
export function remove(call: GraphCall): Reply {
    removeServicePrincipal(call.tenant, namedServicePrincipal(call));
    return { status: 204 };
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/owners` */
export function owners(call: GraphCall): Reply {
    return ownership.listOwners(call, namedServicePrincipal(call));
}

/** `POST /servicePrincipals/{servicePrincipalObjectId}/owners/$ref` */
export function addOwner(call: GraphCall): Reply {
    return ownership.addOwner(call, namedServicePrincipal(call));
}

/** `DELETE /servicePrincipals/{servicePrincipalObjectId}/owners/{ownerObjectId}/$ref` */
export function removeOwner(call: GraphCall): Reply {
    return ownership.removeOwner(call, namedServicePrincipal(call));
}

/** The service principal of the request's path. */
export function namedServicePrincipal(call: GraphCall): ServicePrincipal {
    const id = parameter(call, "servicePrincipalObjectId");
    const servicePrincipal = servicePrincipalByObjectId(call.tenant, id);
    if (!servicePrincipal) {
        throw notFound(id);
    }
    return servicePrincipal;
}

/** Takes with it what it was granted, what was granted on it, and what it owns. */
export function removeServicePrincipal(tenant: Tenant, { id }: ServicePrincipal): void {
    tenant.servicePrincipals = tenant.servicePrincipals.filter((other) => other.id !== id);
    tenant.appRoleAssignments = tenant.appRoleAssignments.filter(
        ({ principalId, resourceId }) => principalId !== id && resourceId !== id,
    );
    tenant.roleAssignments = tenant.roleAssignments.filter(({ principalId }) => principalId !== id);
    for (const owned of [...tenant.applications, ...tenant.servicePrincipals]) {
        owned.owners = owned.owners.filter((owner) => owner !== id);
    }
}

/** What service principals take over from that application. */
export function publish(home: Tenant, { appId, properties }: Application): PublishedApplication {
    return {
        displayName: properties.displayName,
        appOwnerOrganizationId: home.tenantId,
        signInAudience: properties.signInAudience,
        servicePrincipalNames: [appId, ...properties.identifierUris],
        appRoles: properties.appRoles,
        oauth2PermissionScopes: properties.api.oauth2PermissionScopes,
        homepage: properties.web.homePageUrl,
        replyUrls: properties.web.redirectUris,
    };
}

function backingApplication(call: GraphCall, appId: string): PublishedApplication {
    const registered = findApplication(call.state, appId);
    const isHome = registered?.home === call.tenant;
    const published =
        registered && (isHome || registered.application.properties.signInAudience !== "AzureADMyOrg")
            ? publish(registered.home, registered.application)
            : microsoftApplications.find((application) => application.appId === appId)?.published;
    if (!published) {
        throw badRequest(
            `The appId '${appId}' of the service principal does not reference a valid application object.`,
        );
    }
    if (isLimitedToOwned(call.caller) && !isHome) {
        throw requestDenied(
            "When using this permission, the backing application of the service principal being created must in the local tenant",
        );
    }
    if (
        isLimitedToOwned(call.caller) &&
        !registered?.application.owners.includes(call.caller.servicePrincipalObjectId)
    ) {
        throw requestDenied();
    }
    return published;
}

/** The service principal as Graph shows it; see `describe` of an application for the nulls. */
function describe({ id, appId, createdDateTime, properties, published }: ServicePrincipal): Entity {
    return {
        id,
        deletedDateTime: null,
        addIns: [],
        appDescription: null,
        appDisplayName: published.displayName,
        appId,
        createdDateTime,
        disabledByMicrosoftStatus: null,
        info: null,
        keyCredentials: [],
        logoutUrl: null,
        passwordCredentials: [],
        preferredTokenSigningKeyThumbprint: null,
        servicePrincipalType: "Application",
        tokenEncryptionKeyId: null,
        verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
        ...published,
        appRoles: published.appRoles.map((role) => ({ ...role, origin: "Application" })),
        ...properties,
    };
}
