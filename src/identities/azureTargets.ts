/** A kind of place in Azure that a certificate is delivered to. */
export interface AzureTarget {
    /** What the configuration `azureDelivery` calls it. */
    readonly place: string;
    /** The component that delivers there; its file and its arguments are named after it. */
    readonly component: `${string}Delivery`;
    /** What it is, for people, before the name of the resource. */
    readonly title: string;
    /** What holds it, for people, before the name of the holder. */
    readonly holder: string;
}

/** The targets, by the kind under which a manifest has them. */
export const azureTargets = {
    keyVaultSecret: { place: "keyVault", component: "KeyVaultDelivery", title: "secret", holder: "key vault" },
    automationCertificate: {
        place: "automation",
        component: "AutomationDelivery",
        title: "certificate",
        holder: "Automation account",
    },
} as const satisfies Readonly<Record<string, AzureTarget>>;

/** The kind of a target. */
export type AzureKind = keyof typeof azureTargets;
/** What the configuration calls a target. */
export type AzurePlace = (typeof azureTargets)[AzureKind]["place"];
/** The component of a target. */
export type AzureComponent = (typeof azureTargets)[AzureKind]["component"];

/** The file of a component, without its extension; the file of its arguments is that with `Args`. */
export function fileOf(component: string): string {
    return component.charAt(0).toLowerCase() + component.slice(1);
}
