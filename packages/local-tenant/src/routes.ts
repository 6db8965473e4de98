import * as discovery from "./entra/discovery";
import { issueToken } from "./entra/tokenEndpoint";
import { invokeCommand, listMailboxes } from "./exchange/adminApi";
import { exchange } from "./exchange/exchangeCall";
import { runBatch } from "./graph/batch";
import { applicationRoutes } from "./graph/routes/applications";
import { directoryRoutes } from "./graph/routes/directory";
import { roleRoutes } from "./graph/routes/roles";
import { servicePrincipalRoutes } from "./graph/routes/servicePrincipals";
import { userRoutes } from "./graph/routes/users";
import { route, type Route } from "./router";

/** Everything that the local tenant serves. */
export const routes: readonly Route[] = [
    // Microsoft Entra ID
    route("GET /metadata/endpoints", discovery.endpointMetadata, {
        serves: "the addresses of this cloud's services, in the forms of all api-versions",
        basis: "recordings",
    }),
    route("GET /subscriptions", discovery.subscriptions, {
        serves: "the caller's Azure subscriptions: none, which is what a login without subscriptions sees",
        basis: "documentation",
    }),
    route("GET /tenants", discovery.tenants, {
        serves: "the tenants of an Azure login: the caller's own",
        basis: "documentation",
    }),
    route("GET /common/discovery/instance", discovery.instanceDiscovery, {
        serves: "which names the sign-in service has",
        basis: "documentation",
    }),
    route("GET /{tenant}/v2.0/.well-known/openid-configuration", discovery.openIdConfiguration, {
        serves: "the tenant's OpenID Connect metadata",
        basis: "documentation",
    }),
    route("GET /{tenant}/.well-known/openid-configuration", discovery.openIdConfigurationV1, {
        serves: "the tenant's OpenID Connect metadata of version 1.0, with the issuer of access tokens",
        basis: "documentation",
    }),
    route("GET /{tenant}/discovery/v2.0/keys", discovery.signingKeys, {
        serves: "the public keys of access tokens",
        basis: "documentation",
    }),
    route("POST /{tenant}/oauth2/v2.0/token", issueToken, {
        serves: "access tokens by client credentials: a secret, a certificate or a federated identity credential",
        basis: "documentation",
    }),

    // Exchange Online
    route("POST /adminapi/beta/{tenant}/InvokeCommand", exchange(invokeCommand), {
        serves: "one Exchange Online cmdlet of those that it knows, if a management role of the caller has it",
        basis: "documentation",
    }),
    route("GET /adminapi/beta/{tenant}/Mailbox", exchange(listMailboxes), {
        serves: "the mailboxes, as Get-EXOMailbox asks for them",
        basis: "documentation",
    }),

    // Microsoft Graph
    ...["v1.0", "beta"].map((version) =>
        route(`POST /${version}/$batch`, runBatch, {
            serves: "up to 20 requests in one",
            basis: "documentation",
            ...(version === "beta" ? { aliasOf: "POST /v1.0/$batch" } : {}),
        }),
    ),
    ...applicationRoutes,
    ...servicePrincipalRoutes,
    ...userRoutes,
    ...roleRoutes,
    ...directoryRoutes,
];
