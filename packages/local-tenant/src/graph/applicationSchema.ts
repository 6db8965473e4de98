import { z } from "zod";
import { isGuid } from "../guid";

/** Graph takes any case and keeps lower case. */
export const guid = z.string().toLowerCase().refine(isGuid);
export const dateTime = z.iso.datetime({ offset: true });
export const text = z.string().nullable();
/** Documented with "The maximum allowed size is 1024 characters". */
export const longText = z.string().max(1024).nullable();
export const flag = z.boolean().nullable();
export const texts = z.array(z.string());

const redirectUris = z.strictObject({ redirectUris: texts });
const implicitGrantSettings = z.strictObject({ enableAccessTokenIssuance: flag, enableIdTokenIssuance: flag });

/** Documented with "true (which is the default)". */
const isEnabledByDefault = z.boolean().default(true);

const permissionScope = z.strictObject({
    id: guid,
    value: text.optional(),
    type: z.string(),
    isEnabled: isEnabledByDefault,
    adminConsentDisplayName: text.optional(),
    adminConsentDescription: text.optional(),
    userConsentDisplayName: text.optional(),
    userConsentDescription: text.optional(),
});

const appRole = z.strictObject({
    id: guid,
    value: text.optional(),
    displayName: z.string(),
    description: text,
    isEnabled: isEnabledByDefault,
    allowedMemberTypes: z.array(z.enum(["Application", "User"])).min(1),
});

const optionalClaims = z.array(
    z.strictObject({
        name: z.string(),
        source: text.optional(),
        essential: z.boolean().optional(),
        additionalProperties: texts.optional(),
    }),
);

const api = z.strictObject({
    acceptMappedClaims: flag,
    knownClientApplications: z.array(guid),
    oauth2PermissionScopes: z.array(permissionScope),
    preAuthorizedApplications: z.array(z.strictObject({ appId: guid, delegatedPermissionIds: z.array(guid) })),
    requestedAccessTokenVersion: z.int().nullable(),
});

const info = z.strictObject({
    marketingUrl: text,
    privacyStatementUrl: text,
    supportUrl: text,
    termsOfServiceUrl: text,
});

const web = z.strictObject({
    homePageUrl: text,
    implicitGrantSettings,
    logoutUrl: text,
    redirectUris: texts,
});

/** The limits are those of learn.microsoft.com/entra/identity-platform/supported-accounts-validation. */
const requiredResourceAccess = z
    .array(
        z.strictObject({
            resourceAppId: z.string().min(1),
            resourceAccess: z.array(z.strictObject({ id: guid, type: z.enum(["Role", "Scope"]) })),
        }),
    )
    .max(50)
    .refine((apis) => apis.flatMap(({ resourceAccess }) => resourceAccess).length <= 400);

/** The properties of an application that clients set (learn.microsoft.com/graph/api/resources/application). */
const applicationProperties = z.strictObject({
    api,
    appRoles: z.array(appRole),
    description: longText,
    displayName: z.string().min(1).max(256),
    groupMembershipClaims: text,
    identifierUris: texts,
    info,
    isDeviceOnlyAuthSupported: flag,
    /**
     * Shown when it was set or is asked for: the recorded answers are from before it (learn.microsoft.com/entra/identity/enterprise-apps/deactivate-app-registration).
     */
    isDisabled: flag.optional(),
    isFallbackPublicClient: flag,
    notes: text,
    optionalClaims: z
        .strictObject({ accessToken: optionalClaims, idToken: optionalClaims, saml2Token: optionalClaims })
        .partial()
        .nullable(),
    publicClient: redirectUris,
    requiredResourceAccess,
    serviceManagementReference: text,
    signInAudience: z.enum([
        "AzureADMyOrg",
        "AzureADMultipleOrgs",
        "AzureADandPersonalMicrosoftAccount",
        "PersonalMicrosoftAccount",
    ]),
    spa: redirectUris,
    tags: texts,
    web,
});

export type ApplicationProperties = z.infer<typeof applicationProperties>;

/** What a request may say of them: any part, also of a complex value. */
const applicationChanges = applicationProperties
    .extend({
        api: api.partial(),
        info: info.partial(),
        publicClient: redirectUris.partial(),
        spa: redirectUris.partial(),
        web: web.extend({ implicitGrantSettings: implicitGrantSettings.partial() }).partial(),
    })
    .partial();

export type ApplicationChanges = z.infer<typeof applicationChanges>;

/** One entry of `keyCredentials`, which is judged by a file of its own. */
export const keyCredentialEntry = z.looseObject({
    keyId: guid.nullish(),
    type: z.string(),
    usage: z.string(),
    key: z.string().nullish(),
    displayName: text.optional(),
    customKeyIdentifier: z.string().nullish(),
    startDateTime: dateTime.nullish(),
    endDateTime: dateTime.nullish(),
});

export type KeyCredentialEntry = z.infer<typeof keyCredentialEntry>;

/** What a request says of a new client secret. The secret itself is Graph's to choose. */
export const newPassword = z.strictObject({
    customKeyIdentifier: z.null().optional(),
    displayName: text.optional(),
    endDateTime: dateTime.nullish(),
    hint: z.null().optional(),
    keyId: guid.nullish(),
    secretText: z.null().optional(),
    startDateTime: dateTime.nullish(),
});

/** The body of a request that changes an application. */
export const applicationPatch = applicationChanges.extend({
    id: guid.optional(),
    keyCredentials: z.array(keyCredentialEntry).optional(),
    passwordCredentials: z.array(z.looseObject({ keyId: guid.nullish() })).optional(),
    /** Of beta alone. */
    oauth2RequirePostResponse: z.boolean().optional(),
});

/** The body of a request that creates one. */
export const newApplication = applicationPatch
    .omit({ id: true })
    .required({ displayName: true })
    .extend({ passwordCredentials: z.array(newPassword).optional(), "owners@odata.bind": texts.optional() });

/** What Graph fills in. */
export const defaultApplication: Omit<ApplicationProperties, "displayName"> = {
    api: {
        acceptMappedClaims: null,
        knownClientApplications: [],
        oauth2PermissionScopes: [],
        preAuthorizedApplications: [],
        requestedAccessTokenVersion: null,
    },
    appRoles: [],
    description: null,
    groupMembershipClaims: null,
    identifierUris: [],
    info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    notes: null,
    optionalClaims: null,
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    serviceManagementReference: null,
    signInAudience: "AzureADMyOrg",
    spa: { redirectUris: [] },
    tags: [],
    web: {
        homePageUrl: null,
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
        logoutUrl: null,
        redirectUris: [],
    },
};
