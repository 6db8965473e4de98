import { isLoopback } from "microsoft-local-tenant/loopback";
import { ProviderError } from "../protocol/provider";
import { type PropertyMap, secret, text } from "../protocol/values";

/** What the stand-in needs to sign in. */
export interface Configuration {
    readonly metadataHost: string;
    readonly tenantId: string;
    readonly clientId: string;
    /** Form parameters of the token request that prove who asks. Secret. */
    readonly proof: Readonly<Record<string, string>>;
}

/** The provider's configuration, and the environment variable that stands in for each value. */
const variables = {
    metadataHost: "ARM_METADATA_HOSTNAME",
    tenantId: "ARM_TENANT_ID",
    clientId: "ARM_CLIENT_ID",
    clientSecret: "ARM_CLIENT_SECRET",
    useOidc: "ARM_USE_OIDC",
    oidcToken: "ARM_OIDC_TOKEN",
} as const;
type Setting = keyof typeof variables;

/** @throws ProviderError when something is missing, or when the tenant is not on this machine. */
export function configurationFrom(inputs: PropertyMap, environment: NodeJS.ProcessEnv): Configuration {
    const value = (name: Setting): string => text(inputs[name]) || (environment[variables[name]] ?? "");
    const metadataHost = value("metadataHost");
    if (metadataHost === "") {
        throw notHere("no tenant is named: set ARM_METADATA_HOSTNAME to the local tenant's host and port");
    }
    assertLoopback(`https://${metadataHost}`);
    // As published: a client secret comes before a federated token.
    const useOidc = value("clientSecret") === "" && (inputs.useOidc === true || value("useOidc") === "true");
    const needed: readonly Setting[] = ["tenantId", "clientId", useOidc ? "oidcToken" : "clientSecret"];
    const missing = needed.filter((name) => value(name) === "");
    if (missing.length > 0) {
        const names = missing.map((name) => `azuread:${name} or ${variables[name]}`);
        throw new ProviderError(
            "failed to load Azure credentials.\n" +
                "Details: the stand-in for the azuread plugin signs in with a client secret or a federated token only; " +
                `set ${names.join(", and ")}`,
        );
    }
    return {
        metadataHost,
        tenantId: value("tenantId"),
        clientId: value("clientId"),
        proof: useOidc
            ? {
                  client_assertion: value("oidcToken"),
                  client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              }
            : { client_secret: value("clientSecret") },
    };
}

/** Keeps what the published schema marks secret out of the provider's plain state. */
export function withSecretConfiguration(inputs: PropertyMap): PropertyMap {
    const wrap = (name: string): PropertyMap =>
        typeof inputs[name] === "string" ? { [name]: secret(inputs[name]) } : {};
    return { ...inputs, ...wrap("clientId"), ...wrap("clientSecret"), ...wrap("oidcToken") };
}

/** Whatever the stand-in does, it does to a tenant on this machine. */
export function assertLoopback(url: string): void {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    if (!isLoopback(host)) {
        throw notHere(`${url} is not on this machine`);
    }
}

const notHere = (problem: string): ProviderError =>
    new ProviderError(
        `the stand-in for the azuread plugin only talks to the local tenant, and ${problem}; ` +
            "the published azuread plugin is needed for any other tenant",
    );
