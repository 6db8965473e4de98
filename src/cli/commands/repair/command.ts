import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import type { Directory } from "../../../graph/directory";
import type { Finding } from "../../../repair/compare";
import type { StackOptions } from "../../../pulumi/run";
import { ExitStatus } from "../../../errors/exitStatus";
import { interruptible } from "../../terminal/interruptible";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { wrap } from "../../terminal/table";
import { lineWidth } from "../../terminal/terminal";
import { UserError } from "../../../errors/userError";

interface RepairCommandOptions {
    readonly stack?: string;
    readonly cwd?: string;
    readonly yes?: true;
}

/** `exo-unattended repair`: makes a stack's state agree with the tenant. */
export function repairCommand(): Command {
    return new Command("repair")
        .description("find what a stack's state and the tenant no longer agree about, and mend the state")
        .option("--stack <name>", "the Pulumi stack")
        .option("--cwd <folder>", "folder of the Pulumi project (default: the current folder)")
        .option("--yes", "mend without asking")
        .addHelpText(
            "after",
            `
It mends by pulumi import, refresh and state delete only. What is to be deleted in the tenant, it prints.

Exit status:
  0    nothing to mend, or all is mended
  1    something is left to do, or was not confirmed
  2    wrong use: bad arguments, no such stack, no sign-in
  130  stopped by Ctrl-C`,
        )
        .action((options: RepairCommandOptions) => interruptible((signal) => run(options, signal)));
}

async function run({ stack, cwd, yes }: RepairCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    if (stack === undefined) {
        throw new UserError("give the stack: --stack <name>");
    }
    const options: StackOptions = { stack, cwd, signal };
    const directory = await openStackDirectory(options);
    const found = await findings(options, directory);
    const { mendable, needed, optional } = sorted(found);
    show(
        "State and tenant differ:",
        [...mendable, ...needed].map(({ what }) => what),
    );
    showOptional(optional);
    if (mendable.length + needed.length === 0) {
        print("Nothing to mend: the state and the tenant agree.");
        return ExitStatus.Success;
    }
    if (mendable.length === 0) {
        showByHand(needed);
        return ExitStatus.Refused;
    }
    commands("This will be done, and nothing in the tenant is changed:", mendable);
    if (yes !== true && !(await isConfirmed(signal))) {
        showByHand(needed);
        print("Nothing was done. Run it again with --yes, or at a terminal, to mend.");
        return ExitStatus.Refused;
    }
    try {
        await mend(mendable, options, directory);
    } catch (error) {
        if (error instanceof UserError) {
            process.stderr.write(`error: ${error.message}\nWhat was mended before stays so. Run repair again.\n`);
            return ExitStatus.Refused;
        }
        throw error;
    }

    const left = sorted(await findings(options, directory));
    showByHand(left.needed);
    if (left.mendable.length > 0) {
        show(
            "Still different:",
            left.mendable.map(({ what }) => what),
        );
        print("Run repair again.");
        return ExitStatus.Refused;
    }
    print(
        left.needed.length > 0
            ? "The state is mended. Run these commands, then `pulumi up`."
            : "The state is mended. `pulumi up` is all that is left.",
    );
    return left.needed.length > 0 ? ExitStatus.Refused : ExitStatus.Success;
}

/** Loaded when they are needed: `--help` does not wait for them. */
async function findings(options: StackOptions, { graph, deployer, endpoints }: Directory): Promise<Finding[]> {
    const { readState } = await import("../../../pulumi/state.js");
    const { viewTenant } = await import("../../../graph/tenantView.js");
    const { compare } = await import("../../../repair/compare.js");
    const { tagPrefixOf } = await import("../../../identities/names.js");
    const { ofTenant, tenantResources } = await import("../../../repair/stackResources.js");
    const state = ofTenant(await readState(options), deployer.tenantId);
    const tagPrefix = tagPrefixOf(state[0]?.urn ?? (await anyUrn(options)));
    const ids = tenantResources(state).map(({ id }) => id);
    const tenant = await viewTenant(graph, tagPrefix, ids);
    return compare({
        stack: options.stack,
        state,
        tenant,
        tagPrefix,
        deployerObjectId: deployer.objectId,
        graphUrl: endpoints.graphUrl,
    });
}

/** Of a stack without a resource: the preview's first step is the stack itself. */
async function anyUrn(options: StackOptions): Promise<string> {
    const { previewStack } = await import("../../../pulumi/preview.js");
    const { steps, errors } = await previewStack(options);
    const [first] = steps;
    if (first === undefined) {
        throw new UserError(`the stack is empty, and its preview fails: ${errors.join("; ")}`);
    }
    return first.urn;
}

async function mend(mendable: readonly Finding[], options: StackOptions, { deployer }: Directory): Promise<void> {
    const { forgetResource, importResources, refreshResources } = await import("../../../pulumi/changes.js");
    const { readState } = await import("../../../pulumi/state.js");
    const { importFile } = await import("../../../repair/importFile.js");
    const { ofTenant } = await import("../../../repair/stackResources.js");
    const mends = mendable.map(({ mend }) => mend);
    const urnsTo = (by: "forget" | "refresh"): string[] => [
        ...new Set(mends.flatMap((mend) => (mend.by === by ? [mend.urn] : []))),
    ];
    for (const urn of urnsTo("forget")) {
        await forgetResource(urn, options);
    }
    if (urnsTo("refresh").length > 0) {
        await refreshResources(urnsTo("refresh"), options);
    }
    const adoptions = mends.flatMap((mend) => (mend.by === "adopt" ? [mend.adoption] : []));
    if (adoptions.length > 0) {
        const state = ofTenant(await readState(options), deployer.tenantId);
        await importResources(importFile(adoptions, state), options);
    }
}

interface Sorted {
    /** What this command can mend. */
    readonly mendable: readonly Finding[];
    /** What a person has to do. */
    readonly needed: readonly Finding[];
    /** What a person may want to do. */
    readonly optional: readonly Finding[];
}

function sorted(found: readonly Finding[]): Sorted {
    const isOptional = ({ mend }: Finding): boolean => mend.by === "hand" && mend.may === true;
    return {
        mendable: found.filter(({ mend }) => mend.by !== "hand"),
        needed: found.filter((finding) => finding.mend.by === "hand" && !isOptional(finding)),
        optional: found.filter(isOptional),
    };
}

function plan({ mend }: Finding): string {
    switch (mend.by) {
        case "forget":
            return `pulumi state delete '${mend.urn}'`;
        case "refresh":
            return `pulumi refresh --target '${mend.urn}'`;
        case "adopt":
            return `pulumi import ${mend.adoption.kind} ${mend.adoption.name} ${mend.adoption.id}`;
        case "hand":
            return mend.command;
    }
}

async function isConfirmed(signal: AbortSignal): Promise<boolean> {
    if (!process.stdin.isTTY) {
        return false;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
        return /^y(es)?$/i.test((await terminal.question("Mend the state? [y/N] ", { signal })).trim());
    } finally {
        terminal.close();
    }
}

function showByHand(needed: readonly Finding[]): void {
    commands("For you to run, before `pulumi up`:", needed);
}

function showOptional(optional: readonly Finding[]): void {
    show(
        "Not made by this stack, as far as its state tells:",
        optional.map(({ what }) => what),
    );
    commands("If nobody wants them:", optional);
}

/** Each on a line of its own, however long, to be copied. */
function commands(heading: string, found: readonly Finding[]): void {
    if (found.length > 0) {
        print(`${heading}\n${found.map((finding) => `  ${plan(finding)}`).join("\n")}\n`);
    }
}

function show(heading: string, sentences: readonly string[]): void {
    if (sentences.length > 0) {
        const width = lineWidth(process.stdout) - 2;
        const items = sentences.map((sentence) => `- ${wrap(sentence, width).join("\n  ")}`);
        print(`${heading}\n${items.join("\n")}\n`);
    }
}

function print(text: string): void {
    process.stdout.write(`${text}\n`);
}
