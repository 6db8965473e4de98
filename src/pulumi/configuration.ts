import { z } from "zod";
import { pulumi, type StackOptions } from "./run";
import { document } from "./state";

/** A stack's configuration by full key, such as `azuread:tenantId`. Secrets are in it, and stay in memory. */
export type Configuration = Readonly<Record<string, { readonly value: string; readonly isSecret: boolean }>>;

/** The values that are set, by full key. */
export function valuesOf(configuration: Configuration): Readonly<Record<string, string>> {
    return Object.fromEntries(
        Object.entries(configuration).flatMap(([key, { value }]) => (value === "" ? [] : [[key, value]])),
    );
}

const schema = z.record(z.string(), z.object({ value: z.string().default(""), secret: z.boolean().default(false) }));

/**
 * Reads a stack's configuration with the defaults of the project, and which of its values are secrets.
 * @throws UserError when pulumi cannot read or decrypt it; the signal's reason when it aborts
 */
export async function readConfiguration(options: StackOptions): Promise<Configuration> {
    const values = document(await pulumi(["config", "--json", "--show-secrets"], options), schema);
    return Object.fromEntries(
        Object.entries(values).map(([key, { value, secret }]) => [key, { value, isSecret: secret }]),
    );
}
