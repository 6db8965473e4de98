import { isMap, isZero, list, map, type PropertyMap, type PropertyValue, strings, text } from "../protocol/values";
import { Diagnostic, namedTwice, step } from "./diagnostics";
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
import { empty, otherThan, uuid } from "./problems";
import type { Definition } from "./resource";
import {
    computed,
    computedSet,
    objects,
    optional,
    optionalObject,
    optionalSet,
    output,
    outputMap,
    type Property,
    required,
    type Schema,
} from "./schema";
import { inRequestOrder, inStateOrder } from "./sets";

const requiredResourceAccesses: Property = objects(
    "optional",
    {
        resourceAccesses: objects(
            "required",
            { id: required({ problem: uuid }), type: required({ problem: otherThan("Role", "Scope") }) },
            { terraform: "resource_access" },
        ),
        resourceAppId: required(),
    },
    { terraform: "required_resource_access", set: true },
);

const redirectUris: Schema = { redirectUris: optionalSet() };

const schema: Schema = {
    api: optionalObject({
        knownClientApplications: optionalSet({ problem: uuid }),
        mappedClaimsEnabled: optional(),
        oauth2PermissionScopes: objects("optional", {}, { terraform: "oauth2_permission_scope", unsupported: true }),
        requestedAccessTokenVersion: optional({ default: 1 }),
    }),
    appRoleIds: outputMap(),
    appRoles: objects("optional", appRoleFields, { terraform: "app_role", unsupported: true }),
    clientId: output(),
    description: optional(),
    deviceOnlyAuthEnabled: optional(),
    disabledByMicrosoft: output(),
    displayName: required({ problem: empty }),
    fallbackPublicClientEnabled: optional(),
    featureTags: objects("computed", featureTags, { block: true, conflictsWith: "tags", unsupported: true }),
    groupMembershipClaims: optionalSet({
        problem: otherThan("None", "SecurityGroup", "DirectoryRole", "ApplicationGroup", "All"),
    }),
    identifierUris: optionalSet(),
    logoImage: optional({ unsupported: true }),
    logoUrl: output(),
    marketingUrl: optional(),
    notes: optional(),
    oauth2PermissionScopeIds: outputMap(),
    oauth2PostResponseRequired: optional({ unsupported: true }),
    objectId: output(),
    optionalClaims: optionalObject({}, { unsupported: true }),
    owners: optionalSet({ problem: uuid }),
    password: optionalObject({}, { unsupported: true }),
    preventDuplicateNames: optional({ quietDefault: false }),
    privacyStatementUrl: optional(),
    publicClient: optionalObject(redirectUris),
    publisherDomain: output(),
    requiredResourceAccesses,
    serviceManagementReference: optional({ problem: uuid }),
    signInAudience: optional({
        default: "AzureADMyOrg",
        problem: otherThan(
            "AzureADMyOrg",
            "AzureADMultipleOrgs",
            "AzureADandPersonalMicrosoftAccount",
            "PersonalMicrosoftAccount",
        ),
    }),
    singlePageApplication: optionalObject(redirectUris),
    supportUrl: optional(),
    tags: computedSet({ conflictsWith: "featureTags" }),
    templateId: computed({ replaces: true, unsupported: true }),
    termsOfServiceUrl: optional(),
    web: optionalObject(
        {
            homepageUrl: optional(),
            implicitGrant: optionalObject({
                accessTokenIssuanceEnabled: optional(),
                idTokenIssuanceEnabled: optional(),
            }),
            logoutUrl: optional(),
            redirectUris: optionalSet(),
        },
        { clearedByField: true },
    ),
};

const prefix = "/applications/";
const pathOf = (id: string): string => `/v1.0${id}`;
const objectIdOf = (id: string): string => id.slice(prefix.length);
const ownedAs = (id: string): string => `application with object ID: "${objectIdOf(id)}"`;
const named = (id: string): string => `Application (Application: "${objectIdOf(id)}")`;

/** `azuread:index/application:Application`, id `/applications/<objectId>`. */
export const application: Definition = {
    schema,
    minutes: { create: 10, read: 5, update: 10, delete: 5 },

    async rules(session, planned, olds) {
        const audience = text(planned.signInAudience);
        const version = map(planned.api).requestedAccessTokenVersion ?? 1;
        if (["AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount"].includes(audience) && version !== 2) {
            throw new Diagnostic(
                "`requested_access_token_version` must be 2 when `sign_in_audience` is " +
                    '"AzureADandPersonalMicrosoftAccount" or "PersonalMicrosoftAccount"',
            );
        }
        if (planned.preventDuplicateNames === true && planned.displayName !== olds?.displayName) {
            const found = await findByName(session, planned);
            // A rename looks too, but is not refused.
            if (found && !olds) {
                throw duplicate(planned, found);
            }
        }
    },

    async create(session, planned, exists) {
        if (planned.preventDuplicateNames === true) {
            const found = await findByName(session, planned);
            if (found) {
                throw duplicate(planned, found);
            }
        }
        const owners = new NewOwners(session, strings(planned.owners));
        const body = {
            ...basics(planned),
            ...owners.bind,
            appRoles: [],
            identifierUris: strings(inRequestOrder(optionalSet(), list(planned.identifierUris))),
            optionalClaims: {},
            requiredResourceAccess: requiredResourceAccessOf(planned),
        };
        const withScopes = { ...body, api: { ...body.api, oauth2PermissionScopes: [] } };
        const created = await step("Could not create application", () =>
            session.post("/v1.0/applications", withScopes),
        );
        const id = prefix + text(created.id);
        exists(id);
        // Two renames: the second one reaches the directory only after the first, so both prove that the object is there.
        for (const displayName of [temporaryName(session), text(planned.displayName)]) {
            await step(`Failed to patch application with object ID "${objectIdOf(id)}" after creating`, () =>
                session.patch(pathOf(id), { "@odata.type": type, displayName }, isLagging),
            );
        }
        await owners.complete(pathOf(id), ownedAs(id));
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
        const beta = await step(
            `Retrieving ${named(id)}`,
            () => session.get(`/beta${id}`, { $select: "oauth2RequirePostResponse" }),
            "id",
        );
        const state = {
            ...stateOf(found),
            oauth2PostResponseRequired: beta.oauth2RequirePostResponse === true,
            password: null,
            preventDuplicateNames: known.preventDuplicateNames === true,
        };
        noted(state);
        return { ...state, owners: await ownersOf(session, pathOf(id), named(id)) };
    },

    async update(session, id, planned, olds) {
        const changes = (name: string): boolean => isChanged(schema, name, olds, planned);
        const body = {
            ...basics(planned),
            ...(changes("identifierUris")
                ? { identifierUris: inRequestOrder(optionalSet(), list(planned.identifierUris)) }
                : {}),
            ...(changes("requiredResourceAccesses")
                ? { requiredResourceAccess: requiredResourceAccessOf(planned) }
                : {}),
        };
        await step(`Could not update application with object ID: "${objectIdOf(id)}"`, () =>
            session.patch(pathOf(id), body),
        );
        if (changes("owners")) {
            const names = { named: named(id), what: ownedAs(id) };
            await replaceOwners(session, pathOf(id), names, strings(planned.owners));
        }
    },

    async delete(session, id) {
        await step(`deleting ${named(id)}`, () => namedTwice(() => session.delete(pathOf(id))), "id");
        await waitForDeletion(session, pathOf(id), named(id));
    },
};

const type = "#microsoft.graph.application";

/** The new object may not be everywhere yet. */
const isLagging = ({ status }: GraphError): boolean => status === 404 || status === 409;

/** What every create and update sends, given or not. */
function basics(planned: PropertyMap) {
    const api = map(planned.api);
    const web = map(planned.web);
    const implicitGrant = map(web.implicitGrant);
    const sorted = (value: PropertyValue | undefined): string[] => strings(inRequestOrder(optionalSet(), list(value)));
    const claims = strings(planned.groupMembershipClaims);
    return {
        "@odata.type": type,
        api: {
            acceptMappedClaims: api.mappedClaimsEnabled === true,
            knownClientApplications: sorted(api.knownClientApplications),
            requestedAccessTokenVersion: api.requestedAccessTokenVersion ?? 1,
        },
        description: nullable(planned.description),
        displayName: text(planned.displayName),
        groupMembershipClaims: claims.length > 0 ? sorted(claims).join(",") : null,
        info: {
            marketingUrl: nullable(planned.marketingUrl),
            privacyStatementUrl: nullable(planned.privacyStatementUrl),
            supportUrl: nullable(planned.supportUrl),
            termsOfServiceUrl: nullable(planned.termsOfServiceUrl),
        },
        isDeviceOnlyAuthSupported: planned.deviceOnlyAuthEnabled === true,
        isFallbackPublicClient: planned.fallbackPublicClientEnabled === true,
        notes: nullable(planned.notes),
        publicClient: { redirectUris: sorted(map(planned.publicClient).redirectUris) },
        serviceManagementReference: nullable(planned.serviceManagementReference),
        signInAudience: text(planned.signInAudience),
        spa: { redirectUris: sorted(map(planned.singlePageApplication).redirectUris) },
        tags: sorted(planned.tags),
        web: {
            homePageUrl: nullable(web.homepageUrl),
            implicitGrantSettings: {
                enableAccessTokenIssuance: implicitGrant.accessTokenIssuanceEnabled === true,
                enableIdTokenIssuance: implicitGrant.idTokenIssuanceEnabled === true,
            },
            logoutUrl: nullable(web.logoutUrl),
            redirectUris: sorted(web.redirectUris),
        },
    };
}

const requiredResourceAccessOf = (planned: PropertyMap): PropertyMap[] =>
    inRequestOrder(requiredResourceAccesses, list(planned.requiredResourceAccesses))
        .filter(isMap)
        .map(({ resourceAccesses, resourceAppId }) => ({
            resourceAccess: list(resourceAccesses),
            resourceAppId: text(resourceAppId),
        }));

/** Graph's application in the provider's words. */
function stateOf(found: PropertyMap): PropertyMap {
    const api = map(found.api);
    const info = map(found.info);
    const web = map(found.web);
    const implicitGrant = map(web.implicitGrantSettings);
    const optionalClaims = map(found.optionalClaims);
    const roles = list(found.appRoles).filter(isMap);
    const scopes = list(api.oauth2PermissionScopes).filter(isMap);
    const tags = strings(found.tags);
    return {
        api: {
            knownClientApplications: inStateOrder(list(api.knownClientApplications)),
            mappedClaimsEnabled: api.acceptMappedClaims === true,
            oauth2PermissionScopes: permissionScopesFrom(scopes),
            requestedAccessTokenVersion: api.requestedAccessTokenVersion ?? 0,
        },
        appRoleIds: idsByValue(roles),
        appRoles: appRolesFrom(roles),
        clientId: text(found.appId),
        description: text(found.description),
        deviceOnlyAuthEnabled: found.isDeviceOnlyAuthSupported === true,
        disabledByMicrosoft: text(found.disabledByMicrosoftStatus),
        displayName: text(found.displayName),
        fallbackPublicClientEnabled: found.isFallbackPublicClient === true,
        featureTags: [featureTagsFrom(tags)],
        groupMembershipClaims: isZero(found.groupMembershipClaims) ? [] : text(found.groupMembershipClaims).split(","),
        identifierUris: inStateOrder(list(found.identifierUris)),
        logoImage: "",
        logoUrl: text(info.logoUrl),
        marketingUrl: text(info.marketingUrl),
        notes: text(found.notes),
        oauth2PermissionScopeIds: idsByValue(scopes),
        objectId: text(found.id),
        optionalClaims: {
            accessTokens: list(optionalClaims.accessToken),
            idTokens: list(optionalClaims.idToken),
            saml2Tokens: list(optionalClaims.saml2Token),
        },
        privacyStatementUrl: text(info.privacyStatementUrl),
        publicClient: { redirectUris: inStateOrder(list(map(found.publicClient).redirectUris)) },
        publisherDomain: text(found.publisherDomain),
        requiredResourceAccesses: inStateOrder(
            list(found.requiredResourceAccess)
                .filter(isMap)
                .map(({ resourceAccess, resourceAppId }) => ({
                    resourceAccesses: list(resourceAccess),
                    resourceAppId: text(resourceAppId),
                })),
        ),
        serviceManagementReference: text(found.serviceManagementReference),
        signInAudience: text(found.signInAudience),
        singlePageApplication: { redirectUris: inStateOrder(list(map(found.spa).redirectUris)) },
        supportUrl: text(info.supportUrl),
        tags: inStateOrder(tags),
        templateId: text(found.applicationTemplateId),
        termsOfServiceUrl: text(info.termsOfServiceUrl),
        web: {
            homepageUrl: text(web.homePageUrl),
            implicitGrant: {
                accessTokenIssuanceEnabled: implicitGrant.enableAccessTokenIssuance === true,
                idTokenIssuanceEnabled: implicitGrant.enableIdTokenIssuance === true,
            },
            logoutUrl: text(web.logoutUrl),
            redirectUris: inStateOrder(list(web.redirectUris)),
        },
    };
}

async function findByName(session: GraphSession, { displayName }: PropertyMap): Promise<PropertyMap | undefined> {
    const [found] = await session.getAll("/v1.0/applications", { $filter: `displayName eq ${literal(displayName)}` });
    return found;
}

const duplicate = ({ displayName }: PropertyMap, found: PropertyMap): Diagnostic =>
    new Diagnostic(
        `An existing "azuread_application" with name "${text(displayName)}" (ID: "${text(found.id)}") was found and ` +
            "`prevent_duplicate_names` was specified. To be managed via Terraform, this resource needs to be imported " +
            'into the State. Please see the resource documentation for "azuread_application" for more information.',
    );
