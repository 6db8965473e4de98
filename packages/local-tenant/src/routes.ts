import * as discovery from "./entra/discovery";
import { issueToken } from "./entra/tokenEndpoint";
import { invokeCommand, listMailboxes } from "./exchange/adminApi";
import { exchange } from "./exchange/exchangeCall";
import { applicationRoutes } from "./graph/routes/applications";
import { directoryRoutes } from "./graph/routes/directory";
import { roleRoutes } from "./graph/routes/roles";
import { servicePrincipalRoutes } from "./graph/routes/servicePrincipals";
import { route, type Route } from "./router";

/** Everything that the local tenant serves. */
export const routes: readonly Route[] = [
    // Microsoft Entra ID
    route("GET /metadata/endpoints", discovery.endpointMetadata, {
        serves: "the addresses of this cloud's services, for api-version 2022-09-01",
        basis: "recordings",
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
    ...applicationRoutes,
    ...servicePrincipalRoutes,
    ...roleRoutes,
    ...directoryRoutes,
];
