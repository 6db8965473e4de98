import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";

/** The components of the package's main entry, in the order of their pages. */
export const componentNames = ["UnattendedAccess", "Certificate", "ExchangeApplication", "TenantAccess"] as const;

/**
 * The components of the entry `exo-unattended/azure`. They have pages, and no part in schema.json: a package in another
 * language would load azure-native for everybody.
 */
export const azureComponentNames = ["KeyVaultDelivery", "AutomationDelivery"] as const;

/** What package.json says of the package. */
export interface PackageFacts {
    readonly name: string;
    readonly version: string;
    readonly description: string;
}

/**
 * schema.json: the components as Pulumi's own analyser sees them, for packages in other languages.
 * @param folder The project's folder.
 * @throws Error when the analyser does not understand a type of the components.
 */
export function componentSchema(folder: string, { name, version, description }: PackageFacts): string {
    // With its dependencies the analyser would follow every package that is installed.
    const facts = { name, version, dependencies: {}, main: "components/index.ts" };
    const { components, typeDefinitions, dependencies } = new Analyzer(
        folder,
        name,
        facts,
        new Set(componentNames),
    ).analyze();
    const schema = generateSchema(name, version, description, components, typeDefinitions, dependencies);
    return `${JSON.stringify(schema, null, 4)}\n`;
}
