import { inert } from "../../../http/foreignText";
import { createInterface } from "node:readline/promises";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import type { Directory } from "../../../graph/directory";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { viewTenant } from "../../../graph/tenantView";
import { tagPrefixOf } from "../../../identities/names";
import { forgetResource, importResources, refreshResources } from "../../../pulumi/changes";
import { previewStack } from "../../../pulumi/preview";
import type { StackOptions } from "../../../pulumi/run";
import { readState } from "../../../pulumi/state";
import { compare, type Finding } from "../../../repair/compare";
import { importFile } from "../../../repair/importFile";
import { ofTenant, tenantResources } from "../../../repair/stackResources";
import { stackOptions } from "../../options/stackOptions";
import { wrap } from "../../terminal/table";
import { lineWidth } from "../../terminal/terminal";
import type { RepairCommandOptions } from "./command";

export async function run({ yes, ...given }: RepairCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const options = stackOptions(given, signal);
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
            process.stderr.write(
                `error: ${inert(error.message)}\nWhat was mended before stays so. Run repair again.\n`,
            );
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

async function findings(options: StackOptions, { graph, deployer, endpoints }: Directory): Promise<Finding[]> {
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
    const { steps, errors } = await previewStack(options);
    const [first] = steps;
    if (first === undefined) {
        throw new UserError(`the stack is empty, and its preview fails: ${errors.join("; ")}`);
    }
    return first.urn;
}

async function mend(mendable: readonly Finding[], options: StackOptions, { deployer }: Directory): Promise<void> {
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
    process.stdout.write(`${inert(text)}\n`);
}
