import * as pulumi from "@pulumi/pulumi";
import { manifestOf, type Delivery, type DeliveryManifest } from "../src/delivery/manifest";

/**
 * What was delivered where, in one document: for a stack's output `deliveryManifest`, which `exo-unattended delivery
 * check` reads. Nothing in it is secret.
 * @param components The deliveries of a program: `KeyVaultDelivery`, `AutomationDelivery`.
 */
export function deliveryManifestOf(
    components: readonly { readonly deliveries: pulumi.Output<Delivery[]> }[],
): pulumi.Output<DeliveryManifest> {
    return pulumi
        .all(components.map(({ deliveries }) => deliveries))
        .apply((deliveries) => manifestOf(deliveries.flat()));
}
