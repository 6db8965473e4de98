import type { DeliverToAzure } from "../azureDelivery";
import { AutomationDelivery } from "./automationDelivery";
import { deliveryManifestOf } from "./deliveryManifestOf";
import { KeyVaultDelivery } from "./keyVaultDelivery";

/** Delivers a login's active certificate to each place that is named. */
export const deliver: DeliverToAzure = (
    name,
    { connection, certificatePem, privateKeyPem },
    { keyVault, automation },
) => {
    const certificate = { connection, certificatePem, privateKeyPem };
    return deliveryManifestOf([
        ...(keyVault === undefined ? [] : [new KeyVaultDelivery(name, { ...certificate, ...keyVault })]),
        ...(automation === undefined ? [] : [new AutomationDelivery(name, { ...certificate, ...automation })]),
    ]);
};
