import path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { azureTargets } from "../../src/identities/azureTargets";
import { tableOf } from "./tables";

/** The components of the package's main entry, in the order of their pages. */
export const componentNames = ["UnattendedAccess", "Certificate", "ExchangeApplication", "TenantAccess"] as const;

/**
 * The components of the entry `exo-unattended/azure`. They have pages, and no part in schema.json: a package in another
 * language would load azure-native for everybody.
 */
export const azureComponentNames = Object.values(azureTargets).map(({ component }) => component);

/** What package.json says of the package. */
export interface PackageFacts {
    readonly name: string;
    readonly version: string;
    readonly description: string;
}

/**
 * schema.json: the components for packages in other languages.
 * @param analysed What {@link analysedSchema} returns.
 */
export function componentSchema(analysed: string): string {
    return `${JSON.stringify(JSON.parse(analysed, refined) as unknown, null, 4)}\n`;
}

/** What the analyser cannot see: every number of the contract is a whole one, and which properties are secret. */
function refined(name: string, value: unknown): unknown {
    if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") {
        return value;
    }
    return {
        ...value,
        ...(value.type === "number" ? { type: "integer" } : {}),
        ...(secretNames.has(name) ? { secret: true } : {}),
    };
}

/** An output with the name of a secret argument is that secret. */
const secretNames = new Set(
    componentNames.flatMap((component) =>
        Object.entries(tableOf(component).rows).flatMap(([name, { secret }]) => (secret ? [name] : [])),
    ),
);

/**
 * The components as Pulumi's own analyser sees them. It reads every file of the tsconfig.json in the folder that it gets:
 * with the project's own it would take eight times as long.
 * @param folder The project's folder.
 * @throws Error when the analyser does not understand a type of the components.
 */
export function analysedSchema(folder: string, { name, version, description }: PackageFacts): string {
    // With its dependencies the analyser would follow every package that is installed.
    const facts = { name, version, dependencies: {}, main: "../../../components/index.ts" };
    const { components, typeDefinitions, dependencies } = new Analyzer(
        path.join(folder, "tools", "docs", "analyser"),
        name,
        facts,
        new Set(componentNames),
    ).analyze();
    const schema = generateSchema(name, version, description, components, typeDefinitions, dependencies);
    return JSON.stringify(schema);
}
