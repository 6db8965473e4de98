import type { SignInErrorRow } from "./signInErrors";

const checkFederation =
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

/**
 * What can be wrong with the credential of a token request.
 * Source of numbers and texts: learn.microsoft.com/entra/identity-platform/reference-error-codes and published traces.
 */
export const credentialErrors = {
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
            `No matching federated identity record found for presented assertion issuer '${issuer}'. ${checkFederation}`,
    },
    unknownFederatedAudience: {
        number: 700212,
        error: "invalid_client",
        status: 401,
        text: (audience: string) =>
            `No matching federated identity record found for presented assertion audience '${audience}'. ${checkFederation}`,
    },
    unknownFederatedSubject: {
        number: 700213,
        error: "invalid_client",
        status: 401,
        text: (subject: string) =>
            `No matching federated identity record found for presented assertion subject '${subject}'. ${checkFederation}`,
    },
    federatedSubjectInOtherCase: {
        number: 7002138,
        error: "invalid_client",
        status: 401,
        text: (subject: string) =>
            `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${checkFederation}`,
    },
    unreachableIssuer: {
        number: 50166,
        // Assumed (federated-error-codes): the code and the status of this one and of the two that follow.
        error: "invalid_request",
        status: 400,
        text: () => "Request to External OIDC endpoint failed.",
    },
    unknownFederatedKey: {
        number: 5000811,
        error: "invalid_client",
        status: 401,
        text: () =>
            "Unable to verify token signature. The signing key identifier does not match any valid registered keys.",
    },
    wrongFederatedSignature: {
        number: 50013,
        error: "invalid_client",
        status: 401,
        text: () =>
            "Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]",
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
} as const satisfies Record<string, SignInErrorRow>;
