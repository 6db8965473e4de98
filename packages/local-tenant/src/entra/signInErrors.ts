import { credentialErrors } from "./credentialErrors";

/** One row of the tables of sign-in errors. */
export interface SignInErrorRow {
    /** The digits after AADSTS; none for what Microsoft has no error for. */
    readonly number?: number;
    readonly error: string;
    /** OAuth's further code, which some errors have. */
    readonly suberror?: string;
    readonly status: number;
    readonly text: (...details: string[]) => string;
}

/**
 * What can be wrong with a token request besides its credential: OAuth's code, the HTTP status and Microsoft's text.
 * Source of numbers and texts: learn.microsoft.com/entra/identity-platform/reference-error-codes and published traces.
 */
const requestErrors = {
    unknownTenant: {
        number: 90002,
        error: "invalid_request",
        status: 400,
        text: (tenant: string) =>
            `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    },
    malformedTenant: {
        number: 900023,
        error: "invalid_request",
        status: 400,
        text: (tenant: string) =>
            `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    },
    otherCloud: {
        number: 900382,
        error: "invalid_request",
        status: 400,
        text: () => "Confidential Client is not supported in Cross Cloud request.",
    },
    missingParameter: {
        number: 900144,
        error: "invalid_request",
        status: 400,
        text: (name: string) => `The request body must contain the following parameter: '${name}'.`,
    },
    unsupportedGrant: {
        number: 70003,
        error: "unsupported_grant_type",
        status: 400,
        text: (grant: string) => `The app requested an unsupported grant type '${grant}'.`,
    },
    invalidScope: {
        number: 70011,
        error: "invalid_scope",
        status: 400,
        text: (scope: string) =>
            `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    },
    scopeWithoutDefault: {
        number: 1002012,
        error: "invalid_scope",
        status: 400,
        text: (scope: string) =>
            `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    },
    unknownApplication: {
        number: 700016,
        error: "unauthorized_client",
        status: 400,
        text: (clientId: string, directory: string) =>
            `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    },
    noServicePrincipal: {
        number: 7000229,
        error: "unauthorized_client",
        status: 400,
        text: (clientId: string, tenantId: string) =>
            `The client application ${clientId} is missing service principal in the tenant ${tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    },
    disabledApplication: {
        // Assumed (deactivated-application-code): a deactivated application is refused like a disabled service principal. Microsoft
        // documents a message that its owner has disabled it, and no code.
        number: 7000112,
        error: "unauthorized_client",
        status: 400,
        text: (clientId: string, displayName: string) => `Application '${clientId}'(${displayName}) is disabled.`,
    },
    unknownResource: {
        number: 500011,
        error: "invalid_resource",
        status: 400,
        text: (resource: string, directory: string) =>
            `The resource principal named ${resource} was not found in the tenant named ${directory}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    },
    disabledResource: {
        number: 500014,
        // Assumed (disabled-resource-code): the code, by the likeness to 500011.
        error: "invalid_resource",
        status: 400,
        text: (resource: string) =>
            `The service principal for resource '${resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.`,
    },
    notAssigned: {
        number: 501051,
        error: "invalid_grant",
        status: 400,
        text: (clientId: string, client: string, resourceId: string, resource: string) =>
            `Application '${clientId}'(${client}) is not assigned to a role for the application '${resourceId}'(${resource}).`,
    },
    blockedByConditionalAccess: {
        number: 53003,
        // Assumed (conditional-access-code): code and suberror, which are seen when a user's token is refused for the same reason.
        error: "invalid_grant",
        suberror: "message_only",
        status: 400,
        text: () =>
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    },
    transient: {
        number: 90033,
        error: "temporarily_unavailable",
        status: 503,
        text: () => "A transient error has occurred. Please try again.",
    },
    temporarilyUnavailable: {
        number: 90006,
        error: "temporarily_unavailable",
        status: 503,
        text: () => "The service is temporarily unavailable.",
    },
    tooManyRequests: {
        number: 90055,
        error: "temporarily_unavailable",
        status: 429,
        text: () => "There are too many incoming requests.",
    },
} as const satisfies Record<string, SignInErrorRow>;

/** The sign-in errors that the local tenant knows. */
export const signInErrors = { ...requestErrors, ...credentialErrors };
