import { z } from "zod";
import { pulumi, type StackOptions } from "./run";
import { UserError } from "../errors/userError";

/** A resource as a stack's state has it. Secrets in it stay encrypted. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    /** The provider's id; none for a component. */
    readonly id?: string | undefined;
    /** The provider's URN and id, joined by `::`. */
    readonly provider?: string | undefined;
    readonly inputs?: Readonly<Record<string, unknown>> | undefined;
    readonly outputs?: Readonly<Record<string, unknown>> | undefined;
    /** When the state took it in: RFC 3339. */
    readonly created?: string | undefined;
    /** It was replaced, and is still to be deleted. */
    readonly delete?: boolean | undefined;
    readonly protect?: boolean | undefined;
}

/** What an update was doing when it was killed: whether it succeeded, only the tenant can tell. */
export interface PendingOperation {
    readonly urn: string;
    /** The engine's word: `creating`, `updating`, `deleting`, `reading`, `importing`. */
    readonly type: string;
}

/** What a stack's state holds. */
export interface Deployment {
    /** In the state's order: parents and dependencies first. */
    readonly resources: readonly StateResource[];
    readonly pendingOperations: readonly PendingOperation[];
    /** When the state was last written: RFC 3339; undefined before the first time. Each update writes it again. */
    readonly writtenAt: string | undefined;
    /** The version of pulumi that wrote it. */
    readonly pulumiVersion: string | undefined;
}

const resourceSchema = z.object({
    urn: z.string(),
    type: z.string(),
    id: z.string().optional(),
    provider: z.string().optional(),
    inputs: z.record(z.string(), z.unknown()).optional(),
    outputs: z.record(z.string(), z.unknown()).optional(),
    created: z.string().optional(),
    delete: z.boolean().optional(),
    protect: z.boolean().optional(),
});

const deploymentSchema = z.object({
    deployment: z.object({
        manifest: z.object({ time: z.string(), version: z.string().optional() }).optional(),
        resources: z.array(resourceSchema).nullish(),
        pending_operations: z.array(z.object({ resource: z.object({ urn: z.string() }), type: z.string() })).nullish(),
    }),
});

/**
 * Reads what the stack's state holds. Secrets in it stay encrypted.
 * @throws UserError when pulumi cannot read it; the signal's reason when it aborts
 */
export async function readDeployment(options: StackOptions): Promise<Deployment> {
    const { deployment } = document(await pulumi(["stack", "export"], options), deploymentSchema);
    const { manifest, resources, pending_operations: pending } = deployment;
    return {
        resources: resources ?? [],
        pendingOperations: (pending ?? []).map(({ resource, type }) => ({ urn: resource.urn, type })),
        writtenAt: manifest?.time,
        pulumiVersion: manifest?.version,
    };
}

/** The output `connection` of the stack in that state, not checked. */
export function connectionIn({ resources }: Pick<Deployment, "resources">): unknown {
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.["connection"];
}

/** The resources of {@link readDeployment}. */
export async function readState(options: StackOptions): Promise<readonly StateResource[]> {
    return (await readDeployment(options)).resources;
}

const configSchema = z.record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean().optional() }));

/** The stack's configuration by full key, such as `azuread:tenantId`. Secrets are in it, and stay in memory. */
export async function readConfig(options: StackOptions): Promise<Readonly<Record<string, string>>> {
    return (await readMarkedConfig(options)).values;
}

/** The same, with the keys whose values are a secret or hold one. */
export async function readMarkedConfig(
    options: StackOptions,
): Promise<{ readonly values: Readonly<Record<string, string>>; readonly secretKeys: ReadonlySet<string> }> {
    const config = document(await pulumi(["config", "--json", "--show-secrets"], options), configSchema);
    const entries = Object.entries(config);
    return {
        values: Object.fromEntries(entries.flatMap(([key, { value }]) => (value ? [[key, value]] : []))),
        secretKeys: new Set(entries.filter(([, { secret }]) => secret === true).map(([key]) => key)),
    };
}

/**
 * Reads a document that pulumi printed.
 * @throws UserError when it is not what this version of pulumi is known to print; it quotes nothing of the text
 */
export function document<T>(json: string, schema: z.ZodType<T>): T {
    try {
        return schema.parse(JSON.parse(json));
    } catch {
        throw new UserError("pulumi printed what this program does not understand; is it older than 3.259.0?");
    }
}
