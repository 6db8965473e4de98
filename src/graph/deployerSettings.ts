import { UserError } from "../errors/userError";

/**
 * The provider's settings for a sign-in, and the variables that stand in for each: the first that is set counts. The
 * stack's configuration (`azuread:<name>`) comes before all variables. Sources:
 * registry.terraform.io/providers/hashicorp/azuread/latest/docs ("Argument Reference") and
 * pulumi.com/registry/packages/azuread/api-docs/provider.
 */
const texts = {
    tenantId: ["ARM_TENANT_ID"],
    clientId: ["ARM_CLIENT_ID"],
    clientIdFilePath: ["ARM_CLIENT_ID_FILE_PATH"],
    /** A `.pfx` file in base64. A secret. */
    clientCertificate: ["ARM_CLIENT_CERTIFICATE"],
    /** A `.pfx` file. */
    clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
    /** A secret. */
    clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
    /** A secret. */
    clientSecret: ["ARM_CLIENT_SECRET"],
    clientSecretFilePath: ["ARM_CLIENT_SECRET_FILE_PATH"],
    /** A secret. */
    oidcToken: ["ARM_OIDC_TOKEN"],
    oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
    /** A secret. */
    oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
    oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
    /** Id of an Azure DevOps service connection. */
    adoPipelineServiceConnectionId: ["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"],
    msiEndpoint: ["ARM_MSI_ENDPOINT"],
    environment: ["ARM_ENVIRONMENT"],
    metadataHost: ["ARM_METADATA_HOSTNAME"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const switches = {
    useOidc: { variable: "ARM_USE_OIDC", otherwise: false },
    useAksWorkloadIdentity: { variable: "ARM_USE_AKS_WORKLOAD_IDENTITY", otherwise: false },
    useMsi: { variable: "ARM_USE_MSI", otherwise: false },
    useCli: { variable: "ARM_USE_CLI", otherwise: true },
} as const;

type Text = keyof typeof texts;
type Switch = keyof typeof switches;

/** What the mutating webhook of Azure Kubernetes Service gives a pod (azure.github.io/azure-workload-identity). */
export interface AksWorkloadIdentity {
    readonly tenantId: string | undefined;
    readonly clientId: string | undefined;
    readonly tokenFilePath: string | undefined;
}

/** How the deployer signs in, as the azuread provider is told: by the stack's configuration or by the environment. */
export type DeployerSettings = Readonly<Record<Text, string | undefined>> &
    Readonly<Record<Switch, boolean>> & {
        /** Undefined unless `useAksWorkloadIdentity` is set. */
        readonly aks: AksWorkloadIdentity | undefined;
    };

/**
 * @param config the stack's configuration by full key, such as `azuread:tenantId`
 * @throws UserError when a setting that must be true or false is neither
 */
export function deployerSettings(
    config: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string | undefined>>,
): DeployerSettings {
    const given = (name: Text | Switch, variables: readonly string[]): (string | undefined)[] => [
        config[`azuread:${name}`],
        ...variables.map((variable) => environment[variable]),
    ];
    const switched = (name: Switch): boolean => {
        const { variable, otherwise } = switches[name];
        return parseSwitch(`azuread:${name} (${variable})`, firstSet(given(name, [variable]))) ?? otherwise;
    };
    const text = Object.fromEntries(
        Object.entries(texts).map(([name, variables]) => [name, firstSet(given(name as Text, variables))]),
    ) as Record<Text, string | undefined>;
    const useAksWorkloadIdentity = switched("useAksWorkloadIdentity");
    return {
        ...text,
        // A password may begin or end with a blank.
        clientCertificatePassword: given("clientCertificatePassword", texts.clientCertificatePassword).find(Boolean),
        useOidc: switched("useOidc"),
        useAksWorkloadIdentity,
        useMsi: switched("useMsi"),
        useCli: switched("useCli"),
        aks: useAksWorkloadIdentity
            ? {
                  tenantId: firstSet([environment["AZURE_TENANT_ID"]]),
                  clientId: firstSet([environment["AZURE_CLIENT_ID"]]),
                  tokenFilePath: firstSet([environment["AZURE_FEDERATED_TOKEN_FILE"]]),
              }
            : undefined,
    };
}

function firstSet(values: readonly (string | undefined)[]): string | undefined {
    return values.map((value) => value?.trim()).find((value) => value !== undefined && value !== "");
}

/** The words that Go's strconv.ParseBool knows, and so the provider. */
function parseSwitch(name: string, value: string | undefined): boolean | undefined {
    if (value === undefined) {
        return undefined;
    }
    if (/^(1|t|T|true|True|TRUE)$/.test(value)) {
        return true;
    }
    if (/^(0|f|F|false|False|FALSE)$/.test(value)) {
        return false;
    }
    throw new UserError(`${name} is neither true nor false`, "Set it to true or false, or leave it unset.");
}
