import { z } from "zod";
import { pulumi, type StackOptions } from "./run";
import { closeSecrets } from "./secrets";
import { UserError } from "../errors/userError";

/** A resource as a stack's state has it. A secret in it is a marked object that has no value. */
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

const operationSchema = z.object({ resource: z.object({ urn: z.string() }), type: z.string() });

const deploymentSchema = z.object({
    /** `null` for a stack that was made and never updated. */
    deployment: z
        .object({
            manifest: z.object({ time: z.string(), version: z.string().optional() }).optional(),
            resources: z.array(resourceSchema).nullish(),
            pending_operations: z.array(operationSchema).nullish(),
        })
        .nullable(),
});

/** How to read a state. */
export interface ReadStateOptions extends StackOptions {
    /** Decrypt the secrets, which takes the stack's passphrase or key service. @default false */
    readonly showSecrets?: boolean | undefined;
}

/**
 * A stack's state as JSON: what {@link deploymentIn} and the readers of documents take apart.
 * @throws UserError when pulumi cannot read it; the signal's reason when it aborts
 */
export async function exportState({ showSecrets, ...stack }: ReadStateOptions): Promise<string> {
    return pulumi(["stack", "export", ...(showSecrets === true ? ["--show-secrets"] : [])], stack);
}

/**
 * What a state holds.
 * @param json what {@link exportState} gives
 * @throws UserError when it is something else
 */
export function deploymentIn(json: string): Deployment {
    const { manifest, resources, pending_operations: pending } = document(json, deploymentSchema).deployment ?? {};
    return {
        resources: (resources ?? []).map(({ inputs, outputs, ...resource }) => ({
            ...resource,
            ...(inputs === undefined ? {} : { inputs: closeSecrets(inputs) }),
            ...(outputs === undefined ? {} : { outputs: closeSecrets(outputs) }),
        })),
        pendingOperations: (pending ?? []).map(({ resource, type }) => ({ urn: resource.urn, type })),
        writtenAt: manifest?.time,
        pulumiVersion: manifest?.version,
    };
}

/** Reads what the stack's state holds. Throws as {@link exportState}. */
export async function readDeployment(options: StackOptions): Promise<Deployment> {
    return deploymentIn(await exportState(options));
}

/** The output `connection` of the stack in that state, not checked. */
export function connectionIn({ resources }: Pick<Deployment, "resources">): unknown {
    return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.["connection"];
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
