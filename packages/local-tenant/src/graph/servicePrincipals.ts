import { randomUUID } from "node:crypto";
import { wholeSeconds } from "../wholeSeconds";
import type { Reply } from "../http";
import {
    findApplication,
    type Application,
    type PublishedApplication,
    type ServicePrincipal,
    type Tenant,
} from "../state";
import { microsoftApplications } from "../microsoftApplications";
import { admitKey } from "./appManagementPolicy";
import { badRequest, conflict, invalidValue, requestDenied } from "./errors";
import { isLimitedToOwned, readBody, type GraphCall } from "./graphCall";
import { describeKeyCredentials, replaceKeyCredentials } from "./keyCredentials";
import { merge } from "./merge";
import { namedServicePrincipal } from "./named";
import * as ownership from "./owners";
import { candidates, entityReply, isSelected, listReply, type Entity, type Shown } from "./query";
import { discardServicePrincipal } from "./recycleBin";
import { defaultServicePrincipal, newServicePrincipal, servicePrincipalPatch } from "./servicePrincipalSchema";

/** `POST /servicePrincipals` */
export function create(call: GraphCall): Reply {
    const body = readBody(call, newServicePrincipal, "ServicePrincipal");
    const { appId, "owners@odata.bind": bound, ...properties } = body;
    const published = publishedApplication(call, appId.toLowerCase());
    checkMayCreateFor(call, appId.toLowerCase());
    if (call.tenant.servicePrincipals.some((other) => other.appId === appId.toLowerCase())) {
        throw conflict();
    }
    const servicePrincipal: ServicePrincipal = {
        id: randomUUID(),
        appId: appId.toLowerCase(),
        createdDateTime: wholeSeconds(call.now),
        owners: ownership.firstOwners(call, bound),
        properties: merge(defaultServicePrincipal, properties),
        keyCredentials: [],
        published,
    };
    call.tenant.servicePrincipals.push(servicePrincipal);
    return entityReply(call, "servicePrincipals", describe(servicePrincipal), 201);
}

/** `GET /servicePrincipals` */
export function list(call: GraphCall): Reply {
    return listReply(
        call,
        "servicePrincipals",
        candidates(call.query, call.tenant.servicePrincipals).map((servicePrincipal) => describe(servicePrincipal)),
    );
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}` */
export function get(call: GraphCall): Reply {
    const shown = { withKeys: isSelected(call.query, "keyCredentials") };
    return entityReply(call, "servicePrincipals", describe(namedServicePrincipal(call), shown));
}

/** `PATCH /servicePrincipals/{servicePrincipalObjectId}` */
export function update(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const body = readBody(call, servicePrincipalPatch, "ServicePrincipal");
    const { id = servicePrincipal.id, keyCredentials, ...changes } = body;
    if (id !== servicePrincipal.id) {
        throw invalidValue("id", "ServicePrincipal");
    }
    servicePrincipal.properties = merge(servicePrincipal.properties, changes);
    if (keyCredentials) {
        const { createdDateTime } = servicePrincipal;
        servicePrincipal.keyCredentials = replaceKeyCredentials(
            servicePrincipal.keyCredentials,
            keyCredentials,
            (added) => {
                const holder = { restrictions: "servicePrincipalRestrictions", createdDateTime } as const;
                admitKey(call.tenant.appManagementPolicy, holder, added);
            },
        );
    }
    return { status: 204 };
}

/** `DELETE /servicePrincipals/{servicePrincipalObjectId}`: into the recycle bin. */
export function remove(call: GraphCall): Reply {
    discardServicePrincipal(call.tenant, namedServicePrincipal(call), call.now);
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

/**
 * What the application of that client id lets its service principals in this tenant take over.
 * @throws when there is no such application, or it is for its own tenant only
 */
export function publishedApplication(call: GraphCall, clientId: string): PublishedApplication {
    const registered = findApplication(call.state, clientId);
    const isOpen =
        registered?.home === call.tenant || registered?.application.properties.signInAudience !== "AzureADMyOrg";
    const published =
        registered && isOpen
            ? publish(registered.home, registered.application)
            : microsoftApplications.find(({ appId }) => appId === clientId)?.published;
    if (!published) {
        throw badRequest(
            `The appId '${clientId}' of the service principal does not reference a valid application object.`,
        );
    }
    return published;
}

/** A caller that is limited to what it owns may make service principals of its own applications only. */
function checkMayCreateFor(call: GraphCall, clientId: string): void {
    if (!isLimitedToOwned(call.caller)) {
        return;
    }
    const application = call.tenant.applications.find(({ appId }) => appId === clientId);
    if (!application) {
        throw requestDenied(
            "When using this permission, the backing application of the service principal being created must in the local tenant",
        );
    }
    if (!application.owners.includes(call.caller.servicePrincipalObjectId)) {
        throw requestDenied();
    }
}

/** The service principal as Graph shows it; see `describe` of an application for the nulls. */
export function describe(
    { id, appId, createdDateTime, keyCredentials, properties, published }: ServicePrincipal,
    shown: Shown = {},
): Entity {
    return {
        id,
        deletedDateTime: shown.deletedDateTime ?? null,
        addIns: [],
        appDescription: null,
        appDisplayName: published.displayName,
        appId,
        createdDateTime,
        disabledByMicrosoftStatus: null,
        info: null,
        keyCredentials: describeKeyCredentials(keyCredentials, shown),
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
