import { isMap, list, map, type PropertyMap, type PropertyValue, strings, text } from "../protocol/values";
import { alreadyExists, step } from "./diagnostics";
import { isChanged } from "./diff";
import {
    appRoleFields,
    appRolesFrom,
    featureTags,
    featureTagsFrom,
    getIfExists,
    idsByValue,
    NewOwners,
    nullable,
    ownersOf,
    permissionScopesFrom,
    replaceOwners,
    temporaryName,
    waitForDeletion,
} from "./directoryObjects";
import { type GraphError, type GraphSession, literal } from "./graph";
import { uuid } from "./problems";
import type { Definition } from "./resource";
import {
    computedSet,
    objects,
    optional,
    optionalObject,
    optionalSet,
    output,
    outputMap,
    outputStrings,
    required,
    type Schema,
} from "./schema";
import { inRequestOrder, inStateOrder } from "./sets";

const schema: Schema = {
    accountEnabled: optional({ default: true }),
    alternativeNames: optionalSet(),
    appRoleAssignmentRequired: optional(),
    appRoleIds: outputMap(),
    appRoles: objects("never", appRoleFields),
    applicationTenantId: output(),
    clientId: required({ problem: uuid, replaces: true }),
    description: optional(),
    displayName: output(),
    featureTags: objects("computed", featureTags, { block: true, conflictsWith: "tags", unsupported: true }),
    features: objects("never", {}, { block: true }),
    homepageUrl: output(),
    loginUrl: optional(),
    logoutUrl: output(),
    notes: optional(),
    notificationEmailAddresses: optionalSet(),
    oauth2PermissionScopeIds: outputMap(),
    oauth2PermissionScopes: objects("never", {}),
    objectId: output(),
    owners: optionalSet({ problem: uuid }),
    preferredSingleSignOnMode: optional(),
    redirectUris: outputStrings(),
    samlMetadataUrl: output(),
    samlSingleSignOn: optionalObject({ relayState: optional() }),
    servicePrincipalNames: outputStrings(),
    signInAudience: output(),
    tags: computedSet({ conflictsWith: "featureTags" }),
    type: output(),
    useExisting: optional(),
};

const prefix = "/servicePrincipals/";
const pathOf = (id: string): string => `/v1.0${id}`;
const named = (id: string): string => `Service Principal (Service Principal: "${id.slice(prefix.length)}")`;

/** `azuread:index/servicePrincipal:ServicePrincipal`, id `/servicePrincipals/<objectId>`. */
export const servicePrincipal: Definition = {
    schema,
    minutes: { create: 10, read: 5, update: 10, delete: 5 },

    async create(session, planned, exists) {
        const [existing] = await step("Could not list service principals", () =>
            findServicePrincipals(session, { clientId: text(planned.clientId) }),
        );
        if (existing) {
            const id = prefix + text(existing.id);
            if (planned.useExisting !== true) {
                throw alreadyExists(text(existing.id), "azuread_service_principal");
            }
            exists(id);
            await update(session, id, planned, {});
            return id;
        }
        const owners = new NewOwners(session, strings(planned.owners));
        const body = {
            ...basics(planned),
            ...owners.bind,
            appId: text(planned.clientId),
            description: temporaryName(session),
        };
        const created = await step("Could not create service principal", () =>
            session.post("/v1.0/servicePrincipals", body, isApplicationLagging),
        );
        const id = prefix + text(created.id);
        exists(id);
        await step("Timed out whilst waiting for new service principal to be replicated in Azure AD", () =>
            session.patch(pathOf(id), { "@odata.type": type, description: nullable(planned.description) }),
        );
        await owners.complete(pathOf(id), named(id));
        return id;
    },

    async read(session, id, known, noted) {
        if (!id.startsWith(prefix)) {
            return undefined;
        }
        const found = await step(`Retrieving ${named(id)}`, () => getIfExists(session, pathOf(id)), "id");
        if (!found) {
            return undefined;
        }
        const samlMetadataUrl = await step(
            `Retrieving ${named(id)}`,
            () => samlMetadataUrlOf(session, text(found.id)),
            "id",
        );
        const { samlSingleSignOnSettings } = found;
        const state = {
            ...servicePrincipalState(found),
            samlMetadataUrl,
            samlSingleSignOn: isMap(samlSingleSignOnSettings) ? relayStateOf(samlSingleSignOnSettings) : null,
            useExisting: known.useExisting ?? null,
        };
        noted(state);
        return { ...state, owners: await ownersOf(session, pathOf(id), named(id)) };
    },

    update,

    async delete(session, id, state) {
        const remove = (): Promise<void> => step(`Deleting ${named(id)}`, () => session.delete(pathOf(id)), "id");
        if (state.useExisting === true) {
            // An adopted object is deleted too, and whatever the tenant says to that is ignored.
            await remove().catch(() => undefined);
            return;
        }
        await remove();
        await waitForDeletion(session, pathOf(id), named(id));
    },
};

const type = "#microsoft.graph.servicePrincipal";

async function update(session: GraphSession, id: string, planned: PropertyMap, olds: PropertyMap): Promise<void> {
    await step(`Updating ${named(id)}`, () => session.patch(pathOf(id), basics(planned)));
    if (isChanged(schema, "owners", olds, planned)) {
        const names = { named: named(id), what: named(id) };
        await replaceOwners(session, pathOf(id), names, strings(planned.owners));
    }
}

/** What every create and update sends, given or not. */
function basics(planned: PropertyMap): PropertyMap {
    const sorted = (value: PropertyValue | undefined): PropertyValue[] => inRequestOrder(optionalSet(), list(value));
    const { samlSingleSignOn } = planned;
    return {
        "@odata.type": type,
        accountEnabled: planned.accountEnabled === true,
        alternativeNames: sorted(planned.alternativeNames),
        appRoleAssignmentRequired: planned.appRoleAssignmentRequired === true,
        description: nullable(planned.description),
        loginUrl: nullable(planned.loginUrl),
        notes: nullable(planned.notes),
        notificationEmailAddresses: sorted(planned.notificationEmailAddresses),
        preferredSingleSignOnMode: nullable(planned.preferredSingleSignOnMode),
        samlSingleSignOnSettings: isMap(samlSingleSignOn) ? relayStateOf(samlSingleSignOn) : {},
        tags: sorted(planned.tags),
    };
}

const relayStateOf = ({ relayState }: PropertyMap): PropertyMap => ({ relayState: text(relayState) });

/** The application may not be everywhere yet. */
const isApplicationLagging = ({ status, message }: GraphError): boolean =>
    (status === 400 && message.includes("does not reference a valid application object")) ||
    (status === 403 && message.includes("must in the local tenant"));

/** By what a service principal is looked up. */
export type Lookup = { readonly clientId: string } | { readonly displayName: string };

/** Graph's list of the service principals with this client id or name. */
export function findServicePrincipals(
    session: GraphSession,
    lookup: Lookup,
    query: Readonly<Record<string, string>> = {},
): Promise<PropertyMap[]> {
    const $filter =
        "clientId" in lookup ? `appId eq ${literal(lookup.clientId)}` : `displayName eq ${literal(lookup.displayName)}`;
    return session.getAll("/v1.0/servicePrincipals", { $filter, ...query });
}

/** Only the beta API tells it. */
export const samlMetadataUrlOf = async (session: GraphSession, objectId: string): Promise<string> =>
    text((await session.get(`/beta/servicePrincipals/${objectId}`, { $select: "samlMetadataUrl" })).samlMetadataUrl);

/** Graph's service principal in the provider's words, as resource and function share them. */
export function servicePrincipalState(found: PropertyMap): PropertyMap {
    const roles = list(found.appRoles).filter(isMap);
    const scopes = list(found.oauth2PermissionScopes).filter(isMap);
    const tags = strings(found.tags);
    const features = featureTagsFrom(tags);
    return {
        accountEnabled: found.accountEnabled === true,
        alternativeNames: inStateOrder(list(found.alternativeNames)),
        appRoleAssignmentRequired: found.appRoleAssignmentRequired === true,
        appRoleIds: idsByValue(roles),
        appRoles: appRolesFrom(roles),
        applicationTenantId: text(found.appOwnerOrganizationId),
        clientId: text(found.appId),
        description: text(found.description),
        displayName: text(found.displayName),
        featureTags: [features],
        features: [
            {
                customSingleSignOnApp: features.customSingleSignOn ?? false,
                enterpriseApplication: features.enterprise ?? false,
                galleryApplication: features.gallery ?? false,
                visibleToUsers: features.hide !== true,
            },
        ],
        homepageUrl: text(found.homepage),
        loginUrl: text(found.loginUrl),
        logoutUrl: text(found.logoutUrl),
        notes: text(found.notes),
        notificationEmailAddresses: inStateOrder(list(found.notificationEmailAddresses)),
        oauth2PermissionScopeIds: idsByValue(scopes),
        oauth2PermissionScopes: permissionScopesFrom(scopes),
        objectId: text(found.id),
        preferredSingleSignOnMode: text(found.preferredSingleSignOnMode),
        redirectUris: strings(found.replyUrls),
        servicePrincipalNames: namesBeside(found),
        signInAudience: text(found.signInAudience),
        tags: inStateOrder(tags),
        type: text(found.servicePrincipalType),
    };
}

/** The client id is a name of every service principal and not listed. */
export const namesBeside = (found: PropertyMap): string[] =>
    strings(found.servicePrincipalNames).filter((name) => name !== text(found.appId));

/** `samlSingleSignOns` of the function. */
export const samlSingleSignOns = (found: PropertyMap): PropertyMap[] =>
    isMap(found.samlSingleSignOnSettings) ? [relayStateOf(map(found.samlSingleSignOnSettings))] : [];
