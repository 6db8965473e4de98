import type { Call, Reply } from "../http";
import { notImplemented } from "../graph/errors";
import { namedTenant } from "./namedTenant";

/** `GET /metadata/endpoints`: where this cloud's services are. All of them are on this one host. */
export function endpointMetadata({ request, origin }: Call): Reply {
    const version = request.query.get("api-version");
    if (version !== "2022-09-01") {
        throw notImplemented(`api-version ${version ?? "(none)"} of /metadata/endpoints`);
    }
    return {
        status: 200,
        body: {
            name: "Local",
            portal: origin,
            authentication: {
                // A slash at the end would be doubled by the azuread provider.
                loginEndpoint: origin,
                audiences: [origin],
                tenant: "common",
                identityProvider: "AAD",
            },
            resourceManager: origin,
            microsoftGraphResourceId: origin,
            suffixes: {},
        },
    };
}

/** `GET /{tenant}/v2.0/.well-known/openid-configuration` */
export function openIdConfiguration(call: Call): Reply {
    const { tenantId } = namedTenant(call);
    return configuration(call, tenantId, `${call.origin}/${tenantId}/v2.0`, "oauth2/v2.0");
}

/** `GET /{tenant}/.well-known/openid-configuration`, which describes tokens of version 1.0. */
export function openIdConfigurationV1(call: Call): Reply {
    const { tenantId } = namedTenant(call);
    return configuration(call, tenantId, `https://sts.windows.net/${tenantId}/`, "oauth2");
}

/** `GET /{tenant}/discovery/v2.0/keys` */
export function signingKeys(call: Call): Reply {
    namedTenant(call);
    return { status: 200, body: { keys: call.accessTokens.publishedKeys } };
}

function configuration({ origin }: Call, tenantId: string, issuer: string, oauth2: string): Reply {
    return {
        status: 200,
        body: {
            token_endpoint: `${origin}/${tenantId}/${oauth2}/token`,
            token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
            response_modes_supported: ["query", "fragment", "form_post"],
            subject_types_supported: ["pairwise"],
            id_token_signing_alg_values_supported: ["RS256"],
            response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
            scopes_supported: ["openid", "profile", "email", "offline_access"],
            issuer,
            authorization_endpoint: `${origin}/${tenantId}/${oauth2}/authorize`,
            tenant_region_scope: null,
            cloud_instance_name: "microsoftonline.com",
            msgraph_host: new URL(origin).host,
        },
    };
}
