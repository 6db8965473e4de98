export { AutomationDelivery } from "./automationDelivery";
export type { AutomationDeliveryArgs } from "../args/automationDeliveryArgs";
export { deliveryManifestOf } from "./deliveryManifestOf";
export { KeyVaultDelivery } from "./keyVaultDelivery";
export type { KeyVaultDeliveryArgs, KeyVaultReaderArgs } from "../args/keyVaultDeliveryArgs";
export { runbookScript } from "./runbookScript";
export type { Delivery, DeliveryKind, DeliveryManifest } from "../../src/delivery/manifest";
