import { z } from "zod";
import { pulumi, type StackOptions } from "./run";
import { document } from "./state";

/** Which state of a stack it is; nothing in it is secret. */
export interface StateVersion {
    /** When the state was written: RFC 3339. Each update writes it again. */
    readonly updatedAt: string;
    /** The version of pulumi that wrote it. */
    readonly pulumiVersion: string;
    /** The output `connection` in that state, not checked. */
    readonly connection: unknown;
}

const schema = z.object({
    deployment: z.object({
        manifest: z.object({ time: z.string(), version: z.string() }),
        resources: z
            .array(z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).optional() }))
            .default([]),
    }),
});

/**
 * Says which state a stack is in. Nothing of it is decrypted.
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts.
 */
export async function readStateVersion(options: StackOptions): Promise<StateVersion> {
    const { manifest, resources } = document(await pulumi(["stack", "export"], options), schema).deployment;
    const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    return { updatedAt: manifest.time, pulumiVersion: manifest.version, connection: stack?.outputs?.["connection"] };
}
