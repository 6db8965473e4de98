export { AutomationDelivery } from "./automationDelivery";
export type { AutomationDeliveryArgs } from "./automationDeliveryArgs";
export { deliveryManifestOf } from "./deliveryManifestOf";
export { KeyVaultDelivery } from "./keyVaultDelivery";
export type { KeyVaultDeliveryArgs, KeyVaultReaderArgs } from "./keyVaultDeliveryArgs";
export { runbookScript } from "./runbookScript";
export type { Delivery, DeliveryKind, DeliveryManifest } from "../../src/delivery/manifest";
