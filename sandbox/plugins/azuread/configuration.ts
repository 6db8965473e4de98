import { ProviderError } from "../protocol/provider";
import { type PropertyMap, secret, text } from "../protocol/values";

/** What the stand-in needs to sign in. */
export interface Configuration {
    readonly metadataHost: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly clientSecret: string;
}

/** The provider's configuration, and the environment variable that stands in for each value. */
const variables: Readonly<Record<keyof Configuration, string>> = {
    metadataHost: "ARM_METADATA_HOSTNAME",
    tenantId: "ARM_TENANT_ID",
    clientId: "ARM_CLIENT_ID",
    clientSecret: "ARM_CLIENT_SECRET",
};

/** @throws ProviderError when something is missing, or when the tenant is not on this machine. */
export function configurationFrom(inputs: PropertyMap, environment: NodeJS.ProcessEnv): Configuration {
    const value = (name: keyof Configuration): string => text(inputs[name]) || (environment[variables[name]] ?? "");
    const metadataHost = value("metadataHost");
    if (metadataHost === "") {
        throw notHere("no tenant is named: set ARM_METADATA_HOSTNAME to the local tenant's host and port");
    }
    assertLoopback(`https://${metadataHost}`);
    const missing = (["tenantId", "clientId", "clientSecret"] as const).filter((name) => value(name) === "");
    if (missing.length > 0) {
        const names = missing.map((name) => `azuread:${name} or ${variables[name]}`);
        throw new ProviderError(
            "failed to load Azure credentials.\n" +
                "Details: the stand-in for the azuread plugin signs in with a client secret only; " +
                `set ${names.join(", and ")}`,
        );
    }
    return {
        metadataHost,
        tenantId: value("tenantId"),
        clientId: value("clientId"),
        clientSecret: value("clientSecret"),
    };
}

/** Keeps what the published schema marks secret out of the provider's plain state. */
export function withSecretConfiguration(inputs: PropertyMap): PropertyMap {
    const wrap = (name: string): PropertyMap =>
        typeof inputs[name] === "string" ? { [name]: secret(inputs[name]) } : {};
    return { ...inputs, ...wrap("clientId"), ...wrap("clientSecret") };
}

/** Whatever the stand-in does, it does to a tenant on this machine. */
export function assertLoopback(url: string): void {
    const host = URL.canParse(url) ? new URL(url).hostname : "";
    if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host)) {
        throw notHere(`${url} is not on this machine`);
    }
}

const notHere = (problem: string): ProviderError =>
    new ProviderError(
        `the stand-in for the azuread plugin only talks to the local tenant, and ${problem}; ` +
            "the published azuread plugin is needed for any other tenant",
    );
