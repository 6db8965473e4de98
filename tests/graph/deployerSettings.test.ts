import { deployerSettings, directoryEndpoints } from "../../src/graph/deployerSettings";

const settings = deployerSettings({}, {});

describe("the deployer's settings", () => {
    test("come from the stack's configuration first, then from the environment", () => {
        const config = { "azuread:tenantId": "of the stack", "other:clientId": "x" };
        const environment = { ARM_TENANT_ID: "of the environment", ARM_CLIENT_ID: "client", ARM_CLIENT_SECRET: "" };
        expect(deployerSettings(config, environment)).toMatchObject({
            tenantId: "of the stack",
            clientId: "client",
            clientSecret: undefined,
            useOidc: false,
        });
    });

    test("take GitHub's own variables for a federated token", () => {
        const environment = { ARM_USE_OIDC: "true", ACTIONS_ID_TOKEN_REQUEST_URL: "https://x", ARM_OIDC_TOKEN: "t" };
        expect(deployerSettings({}, environment)).toMatchObject({
            useOidc: true,
            oidcRequestUrl: "https://x",
            oidcToken: "t",
        });
    });
});

describe("the hosts", () => {
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
            'azuread:environment (ARM_ENVIRONMENT) is "moon". Give one of global, usgovernmentl4, usgovernmentl5, china.',
        );
    });

    test("are never those of another machine that a variable names", async () => {
        await expect(directoryEndpoints({ ...settings, metadataHost: "evil.example" })).rejects.toThrow(
            /ARM_METADATA_HOSTNAME may name this machine only/,
        );
    });
});
