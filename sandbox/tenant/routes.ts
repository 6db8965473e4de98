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
    route("GET /metadata/endpoints", discovery.endpointMetadata),
    route("GET /{tenant}/v2.0/.well-known/openid-configuration", discovery.openIdConfiguration),
    route("GET /{tenant}/.well-known/openid-configuration", discovery.openIdConfigurationV1),
    route("GET /{tenant}/discovery/v2.0/keys", discovery.signingKeys),
    route("POST /{tenant}/oauth2/v2.0/token", issueToken),

    // Exchange Online
    route("POST /adminapi/beta/{tenant}/InvokeCommand", exchange(invokeCommand)),
    route("GET /adminapi/beta/{tenant}/Mailbox", exchange(listMailboxes)),

    // Microsoft Graph
    ...applicationRoutes,
    ...servicePrincipalRoutes,
    ...roleRoutes,
    ...directoryRoutes,
];
