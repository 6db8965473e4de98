import { deployerSettings } from "../../src/graph/deployerSettings";
import { directoryEndpoints } from "../../src/graph/directoryEndpoints";

describe("the deployer's settings", () => {
    test("come from the stack's configuration first, then from the environment", () => {
        const config = { "azuread:tenantId": "of the stack", "azuread:useMsi": "true", "other:clientId": "x" };
        const environment = {
            ...{ ARM_TENANT_ID: "of the environment", ARM_CLIENT_ID: " client\n", ARM_CLIENT_SECRET: " " },
            ...{ ARM_USE_MSI: "false", ARM_CLIENT_CERTIFICATE_PASSWORD: " with blanks " },
        };
        expect(deployerSettings(config, environment)).toMatchObject({
            tenantId: "of the stack",
            clientId: "client",
            clientSecret: undefined,
            clientCertificatePassword: " with blanks ",
            useMsi: true,
            useOidc: false,
            useCli: true,
            aks: undefined,
        });
    });

    test.each([
        ["oidcRequestToken", "ARM_OIDC_REQUEST_TOKEN"],
        ["oidcRequestToken", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"],
        ["oidcRequestToken", "SYSTEM_ACCESSTOKEN"],
        ["oidcRequestUrl", "ARM_OIDC_REQUEST_URL"],
        ["oidcRequestUrl", "ACTIONS_ID_TOKEN_REQUEST_URL"],
        ["oidcRequestUrl", "SYSTEM_OIDCREQUESTURI"],
        ["adoPipelineServiceConnectionId", "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"],
        ["adoPipelineServiceConnectionId", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"],
        ["clientCertificate", "ARM_CLIENT_CERTIFICATE"],
        ["msiEndpoint", "ARM_MSI_ENDPOINT"],
    ])("take %s from %s", (name, variable) => {
        expect(deployerSettings({}, { [variable]: "x" })).toMatchObject({ [name]: "x" });
    });

    test("take what Azure Kubernetes Service gives a pod only when told to", () => {
        const pod = { AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c", AZURE_FEDERATED_TOKEN_FILE: "/f" };
        expect(deployerSettings({}, { ...pod, ARM_USE_AKS_WORKLOAD_IDENTITY: "true" }).aks).toEqual({
            ...{ tenantId: "t", clientId: "c", tokenFilePath: "/f" },
        });
        expect(deployerSettings({}, pod).aks).toBeUndefined();
    });

    test.each([
        ["1", true],
        ["TRUE", true],
        ["f", false],
        ["", false],
    ])("read the switch %p as Go does", (ARM_USE_OIDC, useOidc) => {
        expect(deployerSettings({}, { ARM_USE_OIDC }).useOidc).toBe(useOidc);
    });

    test("refuse a switch that is neither on nor off", () => {
        expect(() => deployerSettings({}, { ARM_USE_OIDC: "yes" })).toThrow(
            "azuread:useOidc (ARM_USE_OIDC) is neither true nor false. Set it to true or false, or leave it unset.",
        );
    });
});

describe("the hosts", () => {
    const settings = deployerSettings({}, {});

    test.each([
        [undefined, "https://login.microsoftonline.com", "https://graph.microsoft.com"],
        ["public", "https://login.microsoftonline.com", "https://graph.microsoft.com"],
        ["usgovernment", "https://login.microsoftonline.us", "https://graph.microsoft.us"],
        ["usgovernmentl5", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"],
        ["china", "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"],
    ])("of the cloud %s", async (environment, loginUrl, graphUrl) => {
        expect(await directoryEndpoints({ ...settings, environment })).toEqual({ loginUrl, graphUrl, isLocal: false });
    });

    test("of an unknown cloud are none", async () => {
        await expect(directoryEndpoints({ ...settings, environment: "moon" })).rejects.toThrow(
            'azuread:environment (ARM_ENVIRONMENT) is "moon". Set it to one of global, usgovernmentl4, usgovernmentl5, china.',
        );
    });

    test("are never those of another machine that a variable names", async () => {
        await expect(directoryEndpoints({ ...settings, metadataHost: "evil.example" })).rejects.toThrow(
            /ARM_METADATA_HOSTNAME may name this machine only/,
        );
    });
});
