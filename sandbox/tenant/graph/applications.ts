import { randomUUID } from "node:crypto";
import { parameter, type Reply } from "../http";
import { applicationByObjectId, type Application } from "../state";
import { applicationPatch, defaultApplication, newApplication } from "./applicationSchema";
import { invalidValue, notFound } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { replaceKeyCredentials } from "./keyCredentials";
import { merge } from "./merge";
import * as ownership from "./owners";
import { describePassword } from "./passwordCredential";
import { candidates, entityReply, listReply, type Entity } from "./query";
import { publish, removeServicePrincipal } from "./servicePrincipals";

/** `POST /applications` */
export function create(call: GraphCall): Reply {
    const { keyCredentials, "owners@odata.bind": bound, ...properties } = readBody(call, newApplication, "Application");
    const application: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        createdDateTime: `${call.now.toISOString().slice(0, 19)}Z`,
        owners: ownership.firstOwners(call, bound),
        properties: merge({ ...defaultApplication, displayName: properties.displayName }, properties),
        keyCredentials: replaceKeyCredentials([], keyCredentials ?? []),
        passwordCredentials: [],
        oauth2RequirePostResponse: false,
    };
    call.tenant.applications.push(application);
    return entityReply(call, "applications", describe(call, application), 201);
}

/** `GET /applications` */
export function list(call: GraphCall): Reply {
    return listReply(
        call,
        "applications",
        candidates(call.query, call.tenant.applications).map((application) => describe(call, application)),
    );
}

/** `GET /applications/{applicationObjectId}` */
export function get(call: GraphCall): Reply {
    return entityReply(call, "applications", describe(call, namedApplication(call)));
}

/** `PATCH /applications/{applicationObjectId}` */
export function update(call: GraphCall): Reply {
    const application = namedApplication(call);
    const { id = application.id, keyCredentials, ...changes } = readBody(call, applicationPatch, "Application");
    if (id !== application.id) {
        throw invalidValue("id", "Application");
    }
    application.properties = merge(application.properties, changes);
    if (keyCredentials) {
        application.keyCredentials = replaceKeyCredentials(application.keyCredentials, keyCredentials);
    }
    for (const servicePrincipal of call.tenant.servicePrincipals) {
        if (servicePrincipal.appId === application.appId) {
            servicePrincipal.published = publish(call.tenant, application);
        }
    }
    return { status: 204 };
}

/** `DELETE /applications/{applicationObjectId}`: takes its service principal in this tenant along. */
export function remove(call: GraphCall): Reply {
    const application = namedApplication(call);
    call.tenant.applications = call.tenant.applications.filter((other) => other !== application);
    const servicePrincipal = call.tenant.servicePrincipals.find(({ appId }) => appId === application.appId);
    if (servicePrincipal) {
        removeServicePrincipal(call.tenant, servicePrincipal);
    }
    return { status: 204 };
}

/** `GET /applications/{applicationObjectId}/owners` */
export function owners(call: GraphCall): Reply {
    return ownership.listOwners(call, namedApplication(call));
}

/** `POST /applications/{applicationObjectId}/owners/$ref` */
export function addOwner(call: GraphCall): Reply {
    return ownership.addOwner(call, namedApplication(call));
}

/** `DELETE /applications/{applicationObjectId}/owners/{ownerObjectId}/$ref` */
export function removeOwner(call: GraphCall): Reply {
    return ownership.removeOwner(call, namedApplication(call));
}

/** The application of the request's path. */
export function namedApplication(call: GraphCall): Application {
    const id = parameter(call, "applicationObjectId");
    const application = applicationByObjectId(call.tenant, id);
    if (!application) {
        throw notFound(id);
    }
    return application;
}

/** The application as Graph shows it. What is null or empty is said to be so: to clients an absent value is another one. */
function describe(call: GraphCall, application: Application): Entity {
    const { properties, keyCredentials } = application;
    const keysAsked = call.query.get("$select")?.split(",").includes("keyCredentials") ?? false;
    return {
        id: application.id,
        deletedDateTime: null,
        addIns: [],
        appId: application.appId,
        applicationTemplateId: null,
        certification: null,
        createdDateTime: application.createdDateTime,
        defaultRedirectUri: null,
        disabledByMicrosoftStatus: null,
        nativeAuthenticationApisEnabled: null,
        parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
        publisherDomain: call.tenant.organization,
        requestSignatureVerification: null,
        samlMetadataUrl: null,
        servicePrincipalLockConfiguration: null,
        tokenEncryptionKeyId: null,
        uniqueName: null,
        verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
        ...properties,
        info: { logoUrl: null, ...properties.info },
        web: { ...properties.web, redirectUriSettings: [] },
        appRoles: properties.appRoles.map((role) => ({ ...role, origin: "Application" })),
        keyCredentials: keyCredentials.map(({ key, ...rest }) => ({ ...rest, key: keysAsked ? key : null })),
        passwordCredentials: application.passwordCredentials.map(describePassword),
    };
}
