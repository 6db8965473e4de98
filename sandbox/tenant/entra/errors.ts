import { isGuid } from "../../../microsoft/guid";
import { Refusal, type Reply, type RequestIdentity } from "../http";

/**
 * The sign-in errors that the local tenant knows: OAuth's code, the HTTP status and Microsoft's text.
 * Source of numbers and texts: learn.microsoft.com/entra/identity-platform/reference-error-codes and published traces.
 */
const errors = {
    unknownTenant: {
        number: 90002,
        error: "invalid_request",
        status: 400,
        text: (tenant: string) =>
            `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
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
    noCredential: {
        number: 7000218,
        error: "invalid_client",
        status: 401,
        text: () => "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    },
    wrongSecret: {
        number: 7000215,
        error: "invalid_client",
        status: 401,
        text: (clientId: string) =>
            `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    },
    expiredSecret: {
        number: 7000222,
        error: "invalid_client",
        status: 401,
        text: (clientId: string) =>
            `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    },
    malformedAssertion: {
        number: 50027,
        error: "invalid_request",
        status: 400,
        text: () => "JWT token is invalid or malformed.",
    },
    untrustedIssuer: {
        number: 700211,
        error: "invalid_client",
        status: 401,
        text: (issuer: string) =>
            `No matching federated identity record found for presented assertion issuer '${issuer}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    },
    wrongSubject: {
        number: 700021,
        error: "invalid_client",
        status: 401,
        text: () => "Client assertion application identifier doesn't match 'client_id' parameter.",
    },
    wrongAudience: {
        number: 700023,
        error: "invalid_client",
        status: 401,
        text: () => "Client assertion audience claim does not match Realm issuer.",
    },
    outsideItsTime: {
        number: 700024,
        error: "invalid_client",
        status: 401,
        text: (now: string, from: string, until: string) =>
            `Client assertion is not within its valid time range. Current time: ${now}, assertion valid from ${from}, expiry time of assertion ${until}.`,
    },
    certificateRefused: {
        number: 700027,
        error: "invalid_client",
        status: 401,
        text: (reason: string, thumbprint: string, clientId: string) =>
            `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${clientId}'.]`,
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

interface SignInErrorRow {
    /** The digits after AADSTS. */
    readonly number: number;
    readonly error: string;
    readonly status: number;
    readonly text: (...details: string[]) => string;
}

type Kind = keyof typeof errors;

/** A refusal in the shape of Microsoft Entra's token endpoint. */
export class SignInError extends Refusal {
    override readonly name = "SignInError";
    readonly #row: SignInErrorRow;

    private constructor(row: SignInErrorRow, message: string) {
        super(message);
        this.#row = row;
    }

    /** @param details what the text of this kind of error names, in its order */
    static of<K extends Kind>(kind: K, ...details: Parameters<(typeof errors)[K]["text"]>): SignInError {
        const row: SignInErrorRow = errors[kind];
        return new SignInError(row, row.text(...details));
    }

    override reply(identity: RequestIdentity): Reply {
        const { number, error, status } = this.#row;
        const correlationId = isGuid(identity.clientRequestId) ? identity.clientRequestId : identity.requestId;
        const timestamp = identity.time.toISOString().replace("T", " ").replace(/\.\d+/, "");
        return {
            status,
            body: {
                error,
                error_description: `AADSTS${number}: ${this.message} Trace ID: ${identity.requestId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
                error_codes: [number],
                timestamp,
                trace_id: identity.requestId,
                correlation_id: correlationId,
                error_uri: `https://login.microsoftonline.com/error?code=${number}`,
            },
        };
    }
}
