import { z } from "zod";
import { schemaProblems } from "../errors/schemaProblems";
import { UserError } from "../errors/userError";

/** The name of the file, in the folder of the Pulumi project. */
export const policyFile = "promotion.json";

const text = z.string().min(1, "is empty");

/** As Pulumi names stacks, with an organization and a project before it or without (pulumi.com/docs/iac/concepts/stacks). */
const stackName = z
    .string()
    .regex(
        /^(?!-|\.{1,2}(\/|$))[\w.-]{1,100}(\/(?!-|\.{1,2}(\/|$))[\w.-]{1,100}){0,2}$/,
        "must be the name of a stack: letters, digits, hyphens (but not first), underscores and periods",
    );

const stage = z.strictObject({
    /** What people call the stage. */
    name: text,
    /** The Pulumi stacks of the stage, one per tenant. */
    stacks: z.array(stackName).min(1, "has no stack"),
});

const rejection = z.strictObject({
    /** The digest of the definition: 64 hex digits. */
    definition: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
    /** Why it must not be promoted again. */
    reason: text,
});

const schema = z
    .strictObject({
        schemaVersion: z.literal(1),
        /** Files and folders, relative to the project's folder, that the program is made of. */
        program: z.array(text).min(1, "has no file"),
        /** In the order in which a definition passes through them. */
        stages: z.array(stage).min(1, "has no stage"),
        /** Configuration keys whose values may differ between stacks; the project's own without its name. */
        perTenant: z.array(text).default([]),
        /** Definitions that are not promoted and not restored. */
        rejected: z.array(rejection).default([]),
    })
    .refine(
        ({ stages }) =>
            new Set(stages.flatMap(({ stacks }) => stacks)).size === stages.flatMap(({ stacks }) => stacks).length,
        {
            path: ["stages"],
            message: "name a stack twice",
        },
    )
    // --to names a stage or a stack.
    .refine(
        ({ stages }) =>
            stages.every((one) =>
                stages.every((other) => one === other || ![other.name, ...other.stacks].includes(one.name)),
            ),
        { path: ["stages"], message: "have one name for two stages, or for a stage and a stack of another" },
    );

/** What a project says about its promotions, in a file that is reviewed like its program. */
export type PromotionPolicy = Readonly<z.infer<typeof schema>>;

/** A stage: stacks that take a definition together. */
export type Stage = Readonly<z.infer<typeof stage>>;

/**
 * Reads the text of `promotion.json`.
 * @throws UserError that names every property that is wrong
 */
export function parsePolicy(json: string): PromotionPolicy {
    let value: unknown;
    try {
        value = JSON.parse(json.replace(/^\uFEFF/, ""));
    } catch (error) {
        throw new UserError(`${policyFile}: is not JSON (${error instanceof Error ? error.message : String(error)})`);
    }
    const read = schema.safeParse(value);
    if (!read.success) {
        throw new UserError(`${policyFile}: ${schemaProblems(read.error).join("; ")}`, "See docs/promotion.md.");
    }
    return read.data;
}

/** Whether a configuration key, such as `azuread:tenantId`, is one that may differ. */
export function isPerTenant({ perTenant }: Pick<PromotionPolicy, "perTenant">, key: string): boolean {
    return perTenant.some((declared) => declared === key || (!declared.includes(":") && key.endsWith(`:${declared}`)));
}

/** Why a definition is on the list of those that are not promoted; undefined when it is not. */
export function rejectionOf({ rejected }: PromotionPolicy, definition: string): string | undefined {
    return rejected.find((one) => one.definition === definition)?.reason;
}
