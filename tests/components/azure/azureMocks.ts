import { resourcePaths } from "provider-stand-ins";

const group = "/subscriptions/22222222-0000-0000-0000-000000000001/resourceGroups/exo/providers";

/** What each resource of azure-native knows only after it is created. */
export const azureResources = Object.fromEntries(
    Object.keys(resourcePaths).map((type) => [
        type,
        (name: string) => {
            const id = idOf(type, name);
            const azureName = id.split("/").at(-1) ?? "";
            return {
                id,
                state: {
                    name: azureName,
                    ...(type === "azure-native:keyvault:Secret"
                        ? { properties: { secretUri: `https://contoso-exo.vault.azure.net/secrets/${azureName}` } }
                        : {}),
                },
            };
        },
    ]),
);

/** As Azure would make it for the names that the tests use. */
function idOf(type: string, name: string): string {
    const [, module = "", resource = ""] = type.split(":");
    switch (type) {
        case "azure-native:keyvault:Vault":
            return `${group}/Microsoft.KeyVault/vaults/contoso-exo`;
        case "azure-native:keyvault:Secret":
            return `${group}/Microsoft.KeyVault/vaults/contoso-exo/secrets/${name.endsWith("-pfx") ? "exo-unattended" : name}`;
        case "azure-native:automation:AutomationAccount":
            return `${group}/Microsoft.Automation/automationAccounts/contoso-exo`;
        case "azure-native:automation:Certificate":
            return `${group}/Microsoft.Automation/automationAccounts/contoso-exo/certificates/exo-unattended`;
        default:
            return `${group}/${module}/${resource}/exo-unattended`;
    }
}

/** The vault called `old` uses access policies, any other Azure RBAC. */
export const azureFunctions = {
    "azure-native:keyvault:getVault": ({ vaultName }: Record<string, unknown>) => ({
        id: `${group}/Microsoft.KeyVault/vaults/${String(vaultName)}`,
        name: vaultName,
        properties: { enableRbacAuthorization: vaultName !== "old" },
    }),
};
