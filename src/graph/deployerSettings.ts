import { Cloud, clouds, cloudOfEnvironment } from "../microsoft/clouds";
import { localCloud } from "../http/endpoints";
import { UserError } from "../errors/userError";

/** How the deployer signs in, as the azuread provider is told: by the stack's configuration or by the environment. */
export interface DeployerSettings {
    readonly tenantId: string | undefined;
    readonly clientId: string | undefined;
    /** A secret. */
    readonly clientSecret: string | undefined;
    /** A `.pfx` file. */
    readonly clientCertificatePath: string | undefined;
    /** A secret. */
    readonly clientCertificatePassword: string | undefined;
    readonly useOidc: boolean;
    /** A secret, as are the two that follow. */
    readonly oidcToken: string | undefined;
    readonly oidcRequestToken: string | undefined;
    readonly oidcRequestUrl: string | undefined;
    readonly oidcTokenFilePath: string | undefined;
    readonly environment: string | undefined;
    readonly metadataHost: string | undefined;
}

type Text = keyof Omit<DeployerSettings, "useOidc">;

/**
 * The variables that stand in for a setting, the first that is set counts
 * (registry.terraform.io/providers/hashicorp/azuread/latest/docs).
 */
const variables: Readonly<Record<Text | "useOidc", readonly string[]>> = {
    tenantId: ["ARM_TENANT_ID"],
    clientId: ["ARM_CLIENT_ID"],
    clientSecret: ["ARM_CLIENT_SECRET"],
    clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
    clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    useOidc: ["ARM_USE_OIDC"],
    oidcToken: ["ARM_OIDC_TOKEN"],
    oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
    oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"],
    oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
    environment: ["ARM_ENVIRONMENT"],
    metadataHost: ["ARM_METADATA_HOSTNAME"],
};

/** @param config the stack's configuration by full key, such as `azuread:tenantId`; it comes before the environment */
export function deployerSettings(
    config: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string | undefined>>,
): DeployerSettings {
    const setting = (name: Text | "useOidc"): string | undefined =>
        [config[`azuread:${name}`], ...variables[name].map((variable) => environment[variable])].find(
            (value) => value !== undefined && value !== "",
        );
    return {
        tenantId: setting("tenantId"),
        clientId: setting("clientId"),
        clientSecret: setting("clientSecret"),
        clientCertificatePath: setting("clientCertificatePath"),
        clientCertificatePassword: setting("clientCertificatePassword"),
        useOidc: /^(true|1)$/i.test(setting("useOidc") ?? ""),
        oidcToken: setting("oidcToken"),
        oidcRequestToken: setting("oidcRequestToken"),
        oidcRequestUrl: setting("oidcRequestUrl"),
        oidcTokenFilePath: setting("oidcTokenFilePath"),
        environment: setting("environment"),
        metadataHost: setting("metadataHost"),
    };
}

/** The hosts that a deployer calls. URLs have no trailing slash. */
export interface DirectoryEndpoints {
    readonly loginUrl: string;
    readonly graphUrl: string;
    /** Whether they stand in for Microsoft's on this machine. */
    readonly isLocal: boolean;
}

/**
 * The hosts of the cloud that the settings name, or of a tenant on this machine.
 * @throws UserError for a cloud that the azuread provider does not know, and for a host that is another machine
 */
export async function directoryEndpoints(
    { environment, metadataHost }: DeployerSettings,
    signal?: AbortSignal,
): Promise<DirectoryEndpoints> {
    if (metadataHost !== undefined) {
        const local = await localCloud(metadataHost, signal).catch((error: unknown) => {
            throw error instanceof UserError
                ? new UserError(error.message, "Set ARM_METADATA_HOSTNAME for a local tenant only.")
                : error;
        });
        return { ...local, isLocal: true };
    }
    const cloud = cloudOfEnvironment(environment ?? Cloud.Global);
    if (cloud === undefined) {
        throw new UserError(
            `azuread:environment (ARM_ENVIRONMENT) is "${environment ?? ""}"`,
            `Give one of ${Object.values(Cloud).join(", ")}.`,
        );
    }
    const { loginUrl, graphUrl } = clouds[cloud];
    return { loginUrl, graphUrl, isLocal: false };
}
