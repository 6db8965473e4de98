import { z } from "zod";
import { tryPulumi, type StackOptions } from "./run";
import { document } from "./state";
import { UserError } from "../errors/userError";
import { nameOf } from "../identities/names";

/** What the next `pulumi up` is about to do with one resource. */
export interface PlannedStep {
    /** The engine's word: `same`, `create`, `update`, `delete`, `create-replacement` … */
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    /** The id of the resource as it is; undefined for a new one. */
    readonly id: string | undefined;
    /** Secrets read `[secret]`; what is not known yet reads {@link unknownValue}. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** URN of the component that it belongs to. */
    readonly parent: string | undefined;
    /** The provider's URN and id, joined by `::`. */
    readonly provider: string | undefined;
}

export { unknownValue } from "./documents/step";

/** A stack's preview. */
export interface Preview {
    readonly steps: readonly PlannedStep[];
    /** Errors, as pulumi words them; the steps are not all of them then. Empty when the preview succeeded. */
    readonly errors: readonly string[];
}

const stateSchema = z.object({
    type: z.string(),
    id: z.string().optional(),
    parent: z.string().optional(),
    provider: z.string().optional(),
    inputs: z.record(z.string(), z.unknown()).default({}),
});

const previewSchema = z.object({
    steps: z
        .array(
            z.object({
                op: z.string(),
                urn: z.string(),
                oldState: stateSchema.optional(),
                newState: stateSchema.optional(),
            }),
        )
        .default([]),
    diagnostics: z.array(z.object({ message: z.string().default(""), severity: z.string() })).default([]),
});

/**
 * Previews the next update. A preview that fails is not an error here: it reports what it found.
 * @param extra options of `pulumi preview`
 * @throws UserError when pulumi cannot preview at all; the signal's reason when it aborts
 */
export async function previewStack(options: StackOptions, extra: readonly string[] = []): Promise<Preview> {
    const { succeeded, stdout, stderr } = await tryPulumi(["preview", "--json", ...extra], options);
    if (stdout.trim() === "") {
        throw new UserError(`pulumi cannot preview the stack: ${stderr.trim() || "it failed with no error message"}`);
    }
    const { steps, diagnostics } = document(stdout, previewSchema);
    const errors = diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ message }) => message.replace(/^error: /, "").trim());
    return {
        steps: steps.map(({ op, urn, oldState, newState }) => ({
            op,
            urn,
            type: (newState ?? oldState)?.type ?? "",
            id: oldState?.id,
            inputs: (newState ?? oldState)?.inputs ?? {},
            parent: (newState ?? oldState)?.parent,
            provider: (newState ?? oldState)?.provider,
        })),
        errors: succeeded || errors.length > 0 ? errors : ["the preview failed with no error message"],
    };
}

/** What a preview changes, in words such as `update exo (azuread:index/application:Application)`; empty when the stack is as its program says. */
export function changesOf({ steps }: Pick<Preview, "steps">): readonly string[] {
    return steps.filter(({ op }) => !unchanged.has(op)).map(({ op, urn, type }) => `${op} ${nameOf(urn)} (${type})`);
}

/** The engine's words for a step that changes nothing in the tenant. */
const unchanged = new Set(["same", "read", "refresh"]);
