import { azureTargets, type AzureKind } from "../identities/azureTargets";

/** The version of {@link DeliveryManifest} that this package writes. A reader refuses any other. */
export const deliveryManifestVersion = 1;

/** The kinds of places that a certificate is delivered to: those in Azure, and a file that was exported. */
export const deliveryKinds = [...(Object.keys(azureTargets) as AzureKind[]), "file"] as const;
export type DeliveryKind = (typeof deliveryKinds)[number];

/** A place that holds a certificate, so that a renewal or a removal finds it again. Nothing in it is secret. */
export interface Delivery {
    /** What kind of place it is. */
    readonly kind: DeliveryKind;
    /** The place: Azure's resource id, or the absolute path of a file. */
    readonly place: string;
    /** Name of the machine that a file is on; Azure's places have none. */
    readonly host?: string;
    /** SHA-1 thumbprint of the certificate there: 40 upper-case hex digits. */
    readonly thumbprint: string;
    /** Last second of that certificate: RFC 3339, UTC, whole seconds. */
    readonly notAfter: string;
}

/** What was delivered where: a stack's output `deliveryManifest`, or a file that `export` keeps. */
export interface DeliveryManifest {
    /** Version of this document that the writer knew. */
    readonly schemaVersion: number;
    /** Every place once. */
    readonly deliveries: Delivery[];
}

/** The manifest with a place added; what it said of the same place before is replaced. */
export function withDelivery({ deliveries }: DeliveryManifest, added: Delivery): DeliveryManifest {
    const identity = ({ kind, place, host }: Delivery): string => JSON.stringify([kind, place, host]);
    return manifestOf([...deliveries.filter((delivery) => identity(delivery) !== identity(added)), added]);
}

/** A manifest of these places. */
export function manifestOf(deliveries: Delivery[]): DeliveryManifest {
    return { schemaVersion: deliveryManifestVersion, deliveries };
}
