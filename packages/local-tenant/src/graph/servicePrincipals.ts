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
import { isMicrosoftApplication, microsoftApplications } from "../microsoftApplications";
import { admitKey } from "./appManagementPolicy";
import { badRequest, conflict, invalidValue, requestDenied } from "./errors";
import { isLimitedToOwned, readBody, type GraphCall } from "./graphCall";
import { describeKeyCredentials, replaceKeyCredentials } from "./keyCredentials";
import { merge } from "./merge";
import { namedServicePrincipal } from "./named";
import * as ownership from "./owners";
import { candidates, entityReply, isSelected, listReply, propertyReply, type Entity, type Shown } from "./query";
import { discardServicePrincipal } from "./recycleBin";
import { membershipsOf } from "./references";
import { describePassword, keepPasswordCredentials } from "./passwordCredential";
import {
    defaultServicePrincipal,
    newServicePrincipal,
    servicePrincipalPatch,
    type ServicePrincipalProperties,
} from "./servicePrincipalSchema";

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
        properties: changed(defaultServicePrincipal, properties),
        keyCredentials: [],
        passwordCredentials: [],
        claimsMappingPolicies: [],
        published,
    };
    call.tenant.servicePrincipals.push(servicePrincipal);
    return entityReply(call, "servicePrincipals", describe(call, servicePrincipal), 201);
}

/** `GET /servicePrincipals` */
export function list(call: GraphCall): Reply {
    return listReply(
        call,
        "servicePrincipals",
        candidates(call.query, call.tenant.servicePrincipals).map((servicePrincipal) =>
            describe(call, servicePrincipal),
        ),
    );
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}` */
export function get(call: GraphCall): Reply {
    const shown = { withKeys: isSelected(call.query, "keyCredentials") };
    return entityReply(call, "servicePrincipals", describe(call, namedServicePrincipal(call), shown));
}

/** `GET /servicePrincipals/{servicePrincipalObjectId}/{property}` */
export function getProperty(call: GraphCall): Reply {
    return propertyReply(call, "servicePrincipals", describe(call, namedServicePrincipal(call)));
}

/** `PATCH /servicePrincipals/{servicePrincipalObjectId}` */
export function update(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    const body = readBody(call, servicePrincipalPatch, "ServicePrincipal");
    const { id = servicePrincipal.id, keyCredentials, passwordCredentials, ...changes } = body;
    if (id !== servicePrincipal.id) {
        throw invalidValue("id", "ServicePrincipal");
    }
    servicePrincipal.properties = changed(servicePrincipal.properties, changes);
    if (passwordCredentials) {
        servicePrincipal.passwordCredentials = keepPasswordCredentials(
            servicePrincipal.passwordCredentials,
            passwordCredentials,
        );
    }
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

/**
 * `DELETE /servicePrincipals/{servicePrincipalObjectId}`: into the recycle bin. Those of Microsoft's own APIs stay.
 * Assumed (microsoft-principal-deletion): the refusal's form; a client that has lost Microsoft Graph could never get a token again.
 */
export function remove(call: GraphCall): Reply {
    const servicePrincipal = namedServicePrincipal(call);
    if (isMicrosoftApplication(servicePrincipal.appId)) {
        throw requestDenied();
    }
    discardServicePrincipal(call.tenant, servicePrincipal, call.now);
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

/** `GET /servicePrincipals/{servicePrincipalObjectId}/memberOf` */
export function memberOf(call: GraphCall): Reply {
    return listReply(call, "directoryObjects", membershipsOf(call.tenant, namedServicePrincipal(call).id));
}

/** What service principals take over from that application. */
export function publish(home: Tenant, { appId, applicationTemplateId, properties }: Application): PublishedApplication {
    return {
        displayName: properties.displayName,
        appOwnerOrganizationId: home.tenantId,
        signInAudience: properties.signInAudience,
        servicePrincipalNames: [appId, ...properties.identifierUris],
        appRoles: properties.appRoles,
        oauth2PermissionScopes: properties.api.oauth2PermissionScopes,
        applicationTemplateId,
        homepage: properties.web.homePageUrl,
        logoutUrl: properties.web.logoutUrl,
        replyUrls: properties.web.redirectUris,
    };
}

/**
 * What the application of that client id lets its service principals in this tenant take over.
 * @throws when no such application exists, or it is for its own tenant only
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
export function describe(call: GraphCall, servicePrincipal: ServicePrincipal, shown: Shown = {}): Entity {
    const { id, appId, createdDateTime, keyCredentials, passwordCredentials, properties, published } = servicePrincipal;
    return {
        id,
        deletedDateTime: shown.deletedDateTime ?? null,
        addIns: [],
        appDescription: null,
        appDisplayName: published.displayName,
        appId,
        applicationTemplateId: null,
        createdDateTime,
        disabledByMicrosoftStatus: null,
        info: null,
        keyCredentials: describeKeyCredentials(keyCredentials, shown),
        passwordCredentials: passwordCredentials.map((credential) => describePassword(credential)),
        preferredTokenSigningKeyThumbprint: null,
        servicePrincipalType: "Application",
        tokenEncryptionKeyId: null,
        verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
        ...published,
        appRoles: published.appRoles.map((role) => ({ ...role, origin: "Application" })),
        ...properties,
        ...(call.isBeta ? { samlMetadataUrl: null } : {}),
    };
}

/** The settings of single sign-on are always set as a whole: `{}` leaves none. */
function changed(
    properties: ServicePrincipalProperties,
    { samlSingleSignOnSettings: saml, ...changes }: Partial<ServicePrincipalProperties>,
): ServicePrincipalProperties {
    const merged = merge(properties, changes);
    return saml === undefined ? merged : { ...merged, samlSingleSignOnSettings: saml };
}
