import { header, parameter, type Call, type Reply } from "../http";
import { findTenant, type Tenant } from "../state";
import { tokenIssuer } from "./tokenIssuer";
import { namedTenant, namesOfNoTenant } from "./namedTenant";

/**
 * `GET /metadata/endpoints`: where this cloud's services are. All of them are on this one host. Assumed (metadata-versions): which
 * api-version has which form; 2022-09-01 is recorded, 2015-01-01 is Azure Stack's, 2019-05-01 is the public cloud's.
 */
export function endpointMetadata({ request, origin }: Call): Reply {
    const version = request.query.get("api-version") ?? "";
    if (!/^\d{4}-\d\d-\d\d$/.test(version)) {
        return azureError(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required.",
        );
    }
    const cloud = {
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
        suffixes: {
            acrLoginServer: "azurecr.invalid",
            keyVaultDns: "vault.invalid",
            mhsmDns: "managedhsm.invalid",
            sqlServerHostname: "database.invalid",
            storage: "core.invalid",
        },
    };
    if (version >= "2020") {
        return { status: 200, body: cloud };
    }
    if (version >= "2019") {
        return { status: 200, body: [{ ...cloud, graph: origin, graphAudience: origin }] };
    }
    const { authentication, portal } = cloud;
    const { loginEndpoint, audiences } = authentication;
    return {
        status: 200,
        body: {
            galleryEndpoint: origin,
            graphEndpoint: origin,
            portalEndpoint: portal,
            authentication: { loginEndpoint, audiences },
        },
    };
}

/** `GET /subscriptions` of Azure Resource Manager: none. */
export async function subscriptions(call: Call): Promise<Reply> {
    return (await tenantOfCaller(call)) === undefined ? unauthenticated() : { status: 200, body: { value: [] } };
}

/** `GET /tenants` of Azure Resource Manager: the caller's own. */
export async function tenants(call: Call): Promise<Reply> {
    const tenant = await tenantOfCaller(call);
    if (!tenant) {
        return unauthenticated();
    }
    const { tenantId, displayName, organization } = tenant;
    const shown = { id: `/tenants/${tenantId}`, tenantId, displayName, defaultDomain: organization, tenantType: "AAD" };
    return { status: 200, body: { value: [shown] } };
}

/** `GET /common/discovery/instance`: asked for by clients that want to know whether a sign-in address is Microsoft's. */
export function instanceDiscovery({ request, origin, origins }: Call): Reply {
    const authorize = request.query.get("authorization_endpoint") ?? `${origin}/common/oauth2/v2.0/authorize`;
    const [, tenant = "common"] = /^https:\/\/[^/]+\/([^/]+)/.exec(authorize) ?? [];
    const { host } = new URL(origin);
    return {
        status: 200,
        body: {
            tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
            "api-version": "1.1",
            metadata: [
                {
                    preferred_network: host,
                    preferred_cache: host,
                    aliases: origins.map((other) => new URL(other).host),
                },
            ],
        },
    };
}

async function tenantOfCaller(call: Call): Promise<Tenant | undefined> {
    const token = /^Bearer (.+)$/i.exec(header(call.request, "authorization") ?? "")?.[1] ?? "";
    const claims = await call.accessTokens.verify(token).catch(() => undefined);
    return claims && call.state.tenants[claims.tid];
}

function unauthenticated(): Reply {
    return azureError(
        401,
        "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing or invalid.",
    );
}

/** A refusal in the shape of Azure Resource Manager. */
function azureError(status: number, code: string, message: string): Reply {
    return { status, body: { error: { code, message } } };
}

/** `GET /{tenant}/v2.0/.well-known/openid-configuration` */
export function openIdConfiguration(call: Call): Reply {
    const tenantId = tenantIdForDiscovery(call);
    return configuration(call, tenantId, `${call.origin}/${tenantId}/v2.0`, "oauth2/v2.0");
}

/** `GET /{tenant}/.well-known/openid-configuration`, which describes tokens of version 1.0. */
export function openIdConfigurationV1(call: Call): Reply {
    const tenantId = tenantIdForDiscovery(call);
    const tenant = findTenant(call.state, tenantId) ?? { tenantId, organization: "" };
    return configuration(call, tenantId, tokenIssuer(tenant), "oauth2");
}

/** `GET /{tenant}/discovery/v2.0/keys` */
export async function signingKeys(call: Call): Promise<Reply> {
    tenantIdForDiscovery(call);
    return { status: 200, body: { keys: await call.accessTokens.publishedKeys() } };
}

/** The documents of `/common` and `/organizations` name no tenant: `{tenantid}` stands where its id would be. */
function tenantIdForDiscovery(call: Call): string {
    const name = parameter(call, "tenant").toLowerCase();
    return namesOfNoTenant.includes(name) ? "{tenantid}" : namedTenant(call).tenantId;
}

function configuration(call: Call, tenantId: string, issuer: string, oauth2: string): Reply {
    const { origin } = call;
    const base = `${origin}/${tenantId === "{tenantid}" ? parameter(call, "tenant").toLowerCase() : tenantId}`;
    return {
        status: 200,
        body: {
            token_endpoint: `${base}/${oauth2}/token`,
            token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            jwks_uri: `${base}/discovery/v2.0/keys`,
            response_modes_supported: ["query", "fragment", "form_post"],
            subject_types_supported: ["pairwise"],
            id_token_signing_alg_values_supported: ["RS256"],
            response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
            scopes_supported: ["openid", "profile", "email", "offline_access"],
            issuer,
            authorization_endpoint: `${base}/${oauth2}/authorize`,
            tenant_region_scope: null,
            cloud_instance_name: "microsoftonline.com",
            msgraph_host: new URL(origin).host,
        },
    };
}
