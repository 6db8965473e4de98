import { text, type PropertyMap } from "../protocol/values";
import type { Provider } from "../protocol/provider";
import { readInputTypes } from "./inputTypes";
import { recordIn } from "./record";
import { azureResource } from "./resource";
import { resourcePaths, subscriptionId } from "./resourcePaths";

/**
 * The part of azure-native that the deliveries need, without Azure: inputs are checked against the package's own types
 * and kept in the stack's state. What Azure itself would refuse is not known here.
 */
export function azureNativeProvider(version: string, recordFile: string | undefined): Provider {
    const types = readInputTypes();
    const record = recordIn(recordFile);
    return {
        version,
        features: { acceptResources: false, acceptSecrets: true },
        resources: Object.fromEntries(
            Object.keys(resourcePaths).map((type) => [type, azureResource(type, types[type] ?? {}, record)]),
        ),
        functions: {
            "azure-native:keyvault:getVault": (inputs) => Promise.resolve({ result: existingVault(inputs) }),
        },
        checkConfig: (inputs) => inputs,
        configure: () => Promise.resolve(),
    };
}

/** Any vault that is asked for is there, and uses Azure RBAC. */
function existingVault({ resourceGroupName, vaultName }: PropertyMap): PropertyMap {
    const name = text(vaultName);
    return {
        id: `/subscriptions/${subscriptionId}/resourceGroups/${text(resourceGroupName)}/providers/Microsoft.KeyVault/vaults/${name}`,
        name,
        properties: { enableRbacAuthorization: true, vaultUri: `https://${name}.vault.azure.net/` },
    };
}
