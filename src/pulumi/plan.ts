import { readFile } from "node:fs/promises";
import { z } from "zod";
import { previewStack, unknownValue, type Preview } from "./preview";
import type { StackOptions } from "./run";
import { document } from "./state";

/** One resource in an update plan. */
export interface PlannedResource {
    readonly urn: string;
    readonly type: string;
    /** The engine's words: `create`, `update`, `same`, `delete`, `replace` … */
    readonly ops: readonly string[];
    /** Paths of the outputs that are known after the update only, such as `clientId`. */
    readonly unknown: readonly string[];
}

/** An update plan of Pulumi's (pulumi.com/docs/iac/concepts/update-plans, a public preview). */
export interface UpdatePlan {
    /**
     * By URN, as pulumi wrote them, apart from what differs between two plans for the same update: the random seeds that
     * it draws, and the order of dependencies, which depends on the order in which the program's promises end.
     */
    readonly contents: Readonly<Record<string, unknown>>;
    readonly resources: readonly PlannedResource[];
    /** Version of each provider plugin that the plan needs, by name. */
    readonly plugins: Readonly<Record<string, string>>;
    /** The version of the pulumi that made it, such as `3.259.0`. */
    readonly pulumiVersion: string;
}

/** How a plan was made; it is applied with the same options only. */
export interface PlanOptions {
    /** Read every resource from its provider first. */
    readonly refresh: boolean;
}

const schema = z.object({
    manifest: z.object({ version: z.string() }),
    resourcePlans: z.record(
        z.string(),
        z.looseObject({
            goal: z.looseObject({ type: z.string() }).nullish(),
            steps: z.array(z.string()).default([]),
            state: z.record(z.string(), z.unknown()).nullish(),
            seed: z.unknown().optional(),
        }),
    ),
});

/**
 * Previews the next update and writes its plan. A preview that fails writes none, and is not an error here.
 * @throws UserError when pulumi cannot preview at all; the signal's reason when it aborts
 */
export function planStack(file: string, { refresh }: PlanOptions, options: StackOptions): Promise<Preview> {
    return previewStack(options, ["--save-plan", file, ...(refresh ? ["--refresh"] : [])]);
}

/** The arguments of `pulumi up` that apply a plan. */
export function upWithPlan(
    file: string,
    { refresh }: PlanOptions,
    { stack, cwd }: Pick<StackOptions, "stack" | "cwd">,
): readonly string[] {
    return [
        ...["--stack", stack, "--plan", file, "--yes", "--skip-preview", "--suppress-outputs"],
        ...(refresh ? ["--refresh"] : []),
        ...(cwd === undefined ? [] : ["--cwd", cwd]),
    ];
}

/**
 * Reads a plan that {@link planStack} wrote.
 * @throws UserError when it is not one
 */
export async function readPlan(file: string): Promise<UpdatePlan> {
    return parsePlan(await readFile(file, "utf8"));
}

/** The same for the text of the file. */
export function parsePlan(json: string): UpdatePlan {
    const { manifest, resourcePlans } = document(json, schema);
    const entries = Object.entries(resourcePlans).map(([urn, plan]) => ({ urn, ...plan }));
    return {
        pulumiVersion: manifest.version.replace(/^v/, ""),
        contents: Object.fromEntries(
            entries.map(({ urn, ...plan }) => [urn, { ...plan, goal: withoutOrder(plan.goal), seed: undefined }]),
        ),
        resources: entries.map(({ urn, goal, steps, state }) => ({
            urn,
            type: goal?.type ?? typeIn(urn),
            ops: steps,
            unknown: unknownPaths(state ?? {}),
        })),
        plugins: Object.fromEntries(
            entries.flatMap(({ urn, state }) => {
                const [, name] = /^pulumi:providers:(.+)$/.exec(typeIn(urn)) ?? [];
                const version = state?.["version"];
                return name !== undefined && typeof version === "string" ? [[name, version]] : [];
            }),
        ),
    };
}

/** A goal whose lists of dependencies are sorted: they are sets. */
function withoutOrder(goal: unknown): unknown {
    const { dependencies, propertyDependencies, ...rest } = Object(goal) as Readonly<Record<string, unknown>>;
    const byProperty = Object.entries(Object(propertyDependencies) as Readonly<Record<string, unknown>>);
    return {
        ...rest,
        dependencies: sorted(dependencies),
        propertyDependencies: Object.fromEntries(byProperty.map(([name, urns]) => [name, sorted(urns)])),
    };
}

function sorted(urns: unknown): unknown {
    return Array.isArray(urns) ? urns.map(String).toSorted() : urns;
}

/** The type in a URN: `urn:pulumi:stack::project::parent$type::name`. */
function typeIn(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function unknownPaths(value: unknown, path = ""): readonly string[] {
    if (value === unknownValue) {
        return [path];
    }
    return typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([name, part]) => unknownPaths(part, path === "" ? name : `${path}.${name}`))
        : [];
}
