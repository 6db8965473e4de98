// # targets: `npm run docs` writes these lines from src/identities/azureTargets.ts
export { KeyVaultDelivery } from "./keyVaultDelivery";
export type { KeyVaultDeliveryArgs } from "../args/keyVaultDeliveryArgs";
export { AutomationDelivery } from "./automationDelivery";
export type { AutomationDeliveryArgs } from "../args/automationDeliveryArgs";
// # /targets
export type { KeyVaultReaderArgs } from "../args/keyVaultDeliveryArgs";
export { deliveryManifestOf } from "../deliveryManifestOf";
export { runbookScript } from "./runbookScript";
export type { Delivery, DeliveryKind, DeliveryManifest } from "../../src/delivery/manifest";
