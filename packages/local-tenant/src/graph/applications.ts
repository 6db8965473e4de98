import { randomUUID } from "node:crypto";
import { wholeSeconds } from "../wholeSeconds";
import type { Reply } from "../http";
import type { Application, KeyCredential } from "../state";
import { admitKey } from "./appManagementPolicy";
import { checkUnique } from "./applicationRules";
import {
    applicationPatch,
    defaultApplication,
    newApplication,
    type ApplicationChanges,
    type ApplicationProperties,
} from "./applicationSchema";
import { invalidValue, unknownProperty } from "./errors";
import { readBody, type GraphCall } from "./graphCall";
import { describeKeyCredentials, replaceKeyCredentials } from "./keyCredentials";
import { merge } from "./merge";
import { namedApplication } from "./named";
import * as ownership from "./owners";
import { describePassword, keepPasswordCredentials, makePassword, type MadePassword } from "./passwordCredential";
import { candidates, entityReply, isSelected, listReply, propertyReply, type Entity, type Shown } from "./query";
import { discardApplication } from "./recycleBin";
import { publish } from "./servicePrincipals";

/** `POST /applications` */
export function create(call: GraphCall): Reply {
    const body = readBody(call, newApplication, "Application");
    const { keyCredentials, passwordCredentials = [], "owners@odata.bind": bound, ...properties } = body;
    const { oauth2RequirePostResponse, ...changes } = withoutBeta(call, properties);
    checkUnique(call, changes);
    const createdDateTime = wholeSeconds(call.now);
    const holder = { restrictions: "applicationRestrictions", createdDateTime } as const;
    const passwords = passwordCredentials.map((wanted) => makePassword(call, holder, wanted));
    const application: Application = {
        id: randomUUID(),
        appId: randomUUID(),
        createdDateTime,
        applicationTemplateId: null,
        owners: ownership.firstOwners(call, bound),
        properties: changed({ ...defaultApplication, displayName: properties.displayName }, changes),
        keyCredentials: replaceKeyCredentials([], keyCredentials ?? [], admission(call, createdDateTime)),
        passwordCredentials: passwords.map(({ credential }) => credential),
        federatedIdentityCredentials: [],
        oauth2RequirePostResponse: oauth2RequirePostResponse ?? false,
        logo: null,
    };
    call.tenant.applications.push(application);
    return entityReply(call, "applications", describe(call, application, {}, passwords), 201);
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
    const shown = { withKeys: isSelected(call.query, "keyCredentials") };
    return entityReply(call, "applications", describe(call, namedApplication(call), shown));
}

/** `GET /applications/{applicationObjectId}/{property}` */
export function getProperty(call: GraphCall): Reply {
    return propertyReply(call, "applications", describe(call, namedApplication(call)));
}

/** `PATCH /applications/{applicationObjectId}` */
export function update(call: GraphCall): Reply {
    const application = namedApplication(call);
    const body = readBody(call, applicationPatch, "Application");
    const { id = application.id, keyCredentials, passwordCredentials, ...properties } = body;
    if (id !== application.id) {
        throw invalidValue("id", "Application");
    }
    const { oauth2RequirePostResponse = application.oauth2RequirePostResponse, ...changes } = withoutBeta(
        call,
        properties,
    );
    checkUnique(call, changes, application);
    application.properties = changed(application.properties, changes);
    application.oauth2RequirePostResponse = oauth2RequirePostResponse;
    if (keyCredentials) {
        application.keyCredentials = replaceKeyCredentials(
            application.keyCredentials,
            keyCredentials,
            admission(call, application.createdDateTime),
        );
    }
    if (passwordCredentials) {
        application.passwordCredentials = keepPasswordCredentials(application.passwordCredentials, passwordCredentials);
    }
    for (const servicePrincipal of call.tenant.servicePrincipals) {
        if (servicePrincipal.appId === application.appId) {
            servicePrincipal.published = publish(call.tenant, application);
        }
    }
    return { status: 204 };
}

/** `DELETE /applications/{applicationObjectId}`: into the recycle bin, with its service principal in this tenant. */
export function remove(call: GraphCall): Reply {
    discardApplication(call.tenant, namedApplication(call), call.now);
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

/** What a request sets, after a look at what only beta knows. */
function withoutBeta<Changes extends { readonly oauth2RequirePostResponse?: boolean | undefined }>(
    call: GraphCall,
    changes: Changes,
): Changes {
    if (changes.oauth2RequirePostResponse !== undefined && !call.isBeta) {
        throw unknownProperty("oauth2RequirePostResponse", "Application");
    }
    return changes;
}

/** Optional claims are always set as a whole: `{}` leaves none. */
function changed(
    properties: ApplicationProperties,
    { optionalClaims, ...changes }: ApplicationChanges,
): ApplicationProperties {
    const merged = merge(properties, changes);
    return optionalClaims === undefined ? merged : { ...merged, optionalClaims };
}

function admission(call: GraphCall, createdDateTime: string): (added: KeyCredential) => void {
    return (added) => {
        admitKey(call.tenant.appManagementPolicy, { restrictions: "applicationRestrictions", createdDateTime }, added);
    };
}

/** The application as Graph shows it. What is null or empty is said to be so: to clients an absent value is another one. */
export function describe(
    call: GraphCall,
    application: Application,
    shown: Shown = {},
    passwords: readonly MadePassword[] = [],
): Entity {
    const { properties, keyCredentials, logo } = application;
    const secretOf = (keyId: string): string | null =>
        passwords.find(({ credential }) => credential.keyId === keyId)?.secretText ?? null;
    return {
        id: application.id,
        deletedDateTime: shown.deletedDateTime ?? null,
        addIns: [],
        appId: application.appId,
        applicationTemplateId: application.applicationTemplateId,
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
        ...(isSelected(call.query, "isDisabled") ? { isDisabled: null } : {}),
        ...properties,
        info: {
            logoUrl: logo && `${call.serviceRoot}/applications/${application.id}/logo`,
            ...properties.info,
        },
        web: { ...properties.web, redirectUriSettings: [] },
        appRoles: properties.appRoles.map((role) => ({ ...role, origin: "Application" })),
        keyCredentials: describeKeyCredentials(keyCredentials, shown),
        passwordCredentials: application.passwordCredentials.map((credential) =>
            describePassword(credential, secretOf(credential.keyId)),
        ),
        ...(call.isBeta ? { oauth2RequirePostResponse: application.oauth2RequirePostResponse } : {}),
    };
}
