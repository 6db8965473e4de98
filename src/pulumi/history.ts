import { z } from "zod";
import { pulumi, type StackOptions } from "./run";
import { document } from "./state";

/** A change of a stack that has ended, or, with a service as backend, one that is still running. */
export interface PastUpdate {
    /** Pulumi's word: `update`, `refresh`, `destroy`, `resource-import` … */
    readonly kind: string;
    /** RFC 3339. */
    readonly startedAt: string;
    /** RFC 3339; undefined for one that has not ended. */
    readonly endedAt: string | undefined;
    readonly succeeded: boolean;
    /** The stack's configuration then, by full key; secrets are left out. */
    readonly config: Readonly<Record<string, string>>;
}

const schema = z.array(
    z.object({
        kind: z.string(),
        startTime: z.string(),
        endTime: z.string().optional(),
        result: z.string().optional(),
        config: z
            .record(z.string(), z.object({ value: z.string().optional(), secret: z.boolean().optional() }))
            .nullish(),
    }),
);

/** How many are read. An interrupted update is repaired soon after, not a hundred updates later. */
const pageSize = 100;

/**
 * The stack's latest changes, newest first. A storage backend does not list one that was killed.
 * @throws UserError when pulumi cannot read them; the signal's reason when it aborts
 */
export async function readHistory(options: StackOptions): Promise<readonly PastUpdate[]> {
    const args = ["stack", "history", "--json", "--page-size", String(pageSize)];
    const updates = document(await pulumi(args, options), schema);
    return updates.map(({ kind, startTime, endTime, result, config }) => ({
        kind,
        startedAt: startTime,
        endedAt: endTime,
        succeeded: result === "succeeded",
        config: Object.fromEntries(
            Object.entries(config ?? {}).flatMap(([key, { value, secret }]) =>
                value === undefined || secret === true ? [] : [[key, value]],
            ),
        ),
    }));
}
