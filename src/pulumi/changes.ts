import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { pulumi, tryPulumi, type StackOptions } from "./run";
import { document } from "./state";
import { UserError } from "../errors/userError";

/** An entry of a file for `pulumi import --file` (pulumi.com/docs/iac/cli/commands/pulumi_import). */
export interface ImportResource {
    readonly type: string;
    /** Unique in the file: what `parent` and `provider` of other entries refer to. */
    readonly name: string;
    /** The resource's name in the program, when that is not unique in the file. */
    readonly logicalName?: string;
    /** The provider's id; none for a component. */
    readonly id?: string;
    /** Makes a component in the state, for its children to have a parent. */
    readonly component?: boolean;
    /** Name of another entry, or of one in the name table. */
    readonly parent?: string;
    readonly provider?: string;
    /** Of the default provider, such as `6.9.1`. */
    readonly version?: string;
}

/** A file for `pulumi import --file`. */
export interface ImportFile {
    /** URNs of resources that the state has, by the name that entries use for them. */
    readonly nameTable: Readonly<Record<string, string>>;
    readonly resources: readonly ImportResource[];
}

/** The options of `pulumi import` under which nothing but the state changes. */
export const importOptions = ["--protect=false", "--generate-code=false", "--yes"] as const;

/**
 * Takes resources that exist into the stack's state.
 * @throws UserError with pulumi's errors when that fails; the signal's reason when it aborts
 */
export async function importResources(file: ImportFile, options: StackOptions): Promise<void> {
    await withFile(file, (path) => change(["import", "--file", path, ...importOptions, "--skip-preview"], options));
}

/** Reads these resources again: those that no longer exist leave the state. Throws as {@link importResources}. */
export async function refreshResources(urns: readonly string[], options: StackOptions): Promise<void> {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    await change(["refresh", "--yes", "--skip-preview", ...targets], options);
}

/** A resource of the state; of two with one URN, one waits for its deletion, and the id tells which. */
export interface Forgotten {
    readonly urn: string;
    readonly id: string;
}

/**
 * Takes these resources out of the state, and all pending operations. Secrets in it stay encrypted. Pulumi checks the
 * integrity of what it gets, so a resource that others depend on stays. Throws as {@link importResources}.
 */
export async function editState(forgotten: readonly Forgotten[], options: StackOptions): Promise<void> {
    const state = document(await pulumi(["stack", "export"], options), editableSchema);
    const isForgotten = (resource: { urn: string; id?: string | undefined }): boolean =>
        forgotten.some(({ urn, id }) => urn === resource.urn && id === resource.id);
    const resources = state.deployment.resources.filter((resource) => !isForgotten(resource));
    const deployment = { ...state.deployment, resources, pending_operations: [] };
    await withFile({ ...state, deployment }, (file) => change(["stack", "import", "--file", file], options));
}

const editableSchema = z.looseObject({
    deployment: z.looseObject({
        resources: z.array(z.looseObject({ urn: z.string(), id: z.string().optional() })).default([]),
    }),
});

/**
 * Runs `pulumi up` without asking, and without a preview before.
 * @param message what the stack's history says of it
 * Throws as {@link importResources}.
 */
export async function updateStack(message: string, options: StackOptions): Promise<void> {
    await change(["up", "--yes", "--skip-preview", "--message", message], options);
}

/**
 * Sets values of the stack's configuration in one go: all of them or, when pulumi fails, none. Comments in the file stay.
 * @param values by full key: a text, or an object
 * @param file another configuration file than the stack's own
 * Throws as {@link importResources}.
 */
export async function setConfig(
    values: Readonly<Record<string, string | object>>,
    options: StackOptions,
    file?: string,
): Promise<void> {
    const entries = Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "string" ? { value } : { value: JSON.stringify(value), objectValue: value },
    ]);
    const json = JSON.stringify(Object.fromEntries(entries));
    await change(
        ["config", "set-all", "--json", json, ...(file === undefined ? [] : ["--config-file", file])],
        options,
    );
}

/** Takes a value out of the stack's configuration. Throws as {@link importResources}. */
export async function removeConfig(key: string, options: StackOptions): Promise<void> {
    await change(["config", "rm", key], options);
}

/** Writes the document to a file that is gone afterwards. */
async function withFile(document: object, work: (file: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "exo-unattended-"));
    try {
        const file = join(folder, "document.json");
        await writeFile(file, JSON.stringify(document));
        await work(file);
    } finally {
        await rm(folder, { recursive: true });
    }
}

async function change(args: readonly string[], options: StackOptions): Promise<void> {
    const { succeeded, stdout, stderr } = await tryPulumi(args, options);
    if (!succeeded) {
        const errors = `${stdout}\n${stderr}`.match(/^\s*error: .*(\n {6,}.*)*/gm) ?? [];
        const said = [...new Set(errors.map((text) => text.replace(/\s+/g, " ").replace("error: ", "").trim()))];
        throw new UserError(`\`pulumi ${args[0] ?? ""}\` failed: ${said.join("; ") || "with no error message"}`);
    }
}
