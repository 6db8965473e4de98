import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import type { Directory } from "../../../graph/directory";
import { openStackDirectory } from "../../../graph/stackDirectory";
import { inert } from "../../../http/foreignText";
import { editState, importResources, refreshResources } from "../../../pulumi/changes";
import { readLocks, releaseLocks, type StackLock } from "../../../pulumi/locks";
import type { StackOptions } from "../../../pulumi/run";
import { readDeployment, type Deployment } from "../../../pulumi/state";
import { applyRepair, type RepairEffects } from "../../../repair/apply";
import { compareStack } from "../../../repair/compareStack";
import type { Finding } from "../../../repair/finding";
import { interruptionFindings, type Interruption } from "../../../repair/interruption";
import { adoptedApplications, isEmpty, planLines, planRepair, type Approval } from "../../../repair/plan";
import { ofTenant } from "../../../repair/stackResources";
import { stackOptions } from "../../options/stackOptions";
import { ask } from "../../terminal/prompts";
import { wrap } from "../../../text/table";
import { lineWidth } from "../../terminal/terminal";
import type { RepairCommandOptions } from "./command";

/** What a repair knows of the stack at a time. */
interface Situation {
    readonly interruption: Interruption;
    readonly findings: readonly Finding[];
}

export async function run(given: RepairCommandOptions, signal: AbortSignal): Promise<ExitStatus> {
    const options = stackOptions(given, signal);
    const [directory, locks, deployment] = await Promise.all([
        openStackDirectory(options),
        readLocks(options),
        readDeployment(options),
    ]);
    const backend = { locks, deployment };
    const situation = await compared(options, directory, backend);
    show(options.stack, situation);
    if (situation.interruption.locks.some(({ process }) => process === "running")) {
        print("The stack cannot be repaired while an update is running. Run repair again when it has ended.");
        return ExitStatus.Refused;
    }
    const approval = await approve(situation, given, signal);
    const plan = planRepair(situation.findings, situation.interruption, approval);
    if (isEmpty(plan)) {
        return report(situation, approval);
    }
    printLines("Changes to the state and its lock. Nothing in the tenant is changed:", planLines(plan));
    if (given.yes !== true && !(await isConfirmed(signal))) {
        printLeft(situation, approval);
        print("Nothing was changed. To repair, confirm in a terminal or run the command with --yes.");
        return ExitStatus.Refused;
    }
    try {
        await applyRepair(plan, effectsOn(options, directory));
    } catch (error) {
        if (error instanceof UserError) {
            process.stderr.write(
                `error: ${inert(error.message)}\nWhat was repaired before stays repaired. Run repair again.\n`,
            );
            return ExitStatus.Refused;
        }
        throw error;
    }
    const after = await compared(options, directory, {
        locks: plan.locks.length > 0 ? await readLocks(options) : backend.locks,
        deployment: await readDeployment(options),
    });
    if (!isEmpty(planRepair(after.findings, after.interruption, approval))) {
        show(options.stack, after);
        print("Some differences are left. Run repair again.");
        return ExitStatus.Refused;
    }
    print("The state is repaired.");
    return report(after, approval);
}

/** What the backend has of the stack. */
interface Backend {
    readonly locks: readonly StackLock[];
    readonly deployment: Deployment;
}

async function compared(options: StackOptions, directory: Directory, backend: Backend): Promise<Situation> {
    const { locks, deployment } = backend;
    return {
        interruption: { locks, pendingOperations: deployment.pendingOperations },
        findings: await compareStack(options, directory, backend),
    };
}

function effectsOn(options: StackOptions, { deployer }: Directory): RepairEffects {
    return {
        releaseLocks: () => releaseLocks(options),
        editState: (forgotten) => editState(forgotten, options),
        refresh: (urns) => refreshResources(urns, options),
        readState: async () => ofTenant((await readDeployment(options)).resources, deployer.tenantId),
        importResources: (file) => importResources(file, options),
    };
}

/** The adoption of an application gives it the stack's rights at the next update, so each is asked for by its id. */
async function approve(
    { findings, interruption }: Situation,
    { adopt = [], releaseLock, yes }: RepairCommandOptions,
    signal: AbortSignal,
): Promise<Approval> {
    const given = adopt.map((clientId) => clientId.toLowerCase());
    const adoptable = adoptedApplications(findings);
    const unknown = given.find((clientId) => !adoptable.includes(clientId));
    if (unknown !== undefined) {
        throw new UserError(
            `--adopt ${unknown} is not the client id of an application that can be adopted`,
            "The findings show which applications can be adopted, and why others cannot.",
        );
    }
    const typed: string[] = [];
    for (const clientId of yes === true ? [] : adoptable.filter((one) => !given.includes(one))) {
        const question = `To adopt the application ${clientId}, type its client id; to leave it, press Enter: `;
        if ((await ask(question, signal))?.toLowerCase() === clientId) {
            typed.push(clientId);
        }
    }
    const isUnknownLock = interruption.locks.some(({ process }) => process === "unknown");
    return {
        adopt: [...given, ...typed],
        unknownLocks:
            isUnknownLock &&
            (releaseLock === true ||
                (yes !== true &&
                    (await ask("If you know that this update has ended, type `release`: ", signal)) === "release")),
    };
}

async function isConfirmed(signal: AbortSignal): Promise<boolean> {
    return /^y(es)?$/i.test((await ask("Make these changes? [y/N] ", signal)) ?? "");
}

/** Ends with what is left after everything that is allowed is done. */
function report(situation: Situation, approval: Approval): ExitStatus {
    if (printLeft(situation, approval)) {
        print("Something is left for you to decide: see above.");
        return ExitStatus.Refused;
    }
    print(
        situation.findings.length > 0
            ? "Nothing to repair. The objects above are not from this stack: check who made them."
            : "Nothing to repair: the state and the tenant agree.",
    );
    return ExitStatus.Success;
}

/** What only a person can do or decide. Returns whether any of it has to be done. */
function printLeft({ findings, interruption }: Situation, { adopt, unknownLocks }: Approval): boolean {
    const declined = adoptedApplications(findings).filter((clientId) => !adopt.includes(clientId));
    for (const clientId of declined) {
        print(`To adopt the application ${clientId}: run repair again with --adopt ${clientId}`);
        print(`To delete it in the tenant instead: az ad app delete --id ${clientId}\n`);
    }
    const { needed, optional } = commandsFor(findings);
    printLines("Commands for you to run before `pulumi up`:", needed);
    printLines("If nobody needs these objects:", optional);
    const isLocked = interruption.locks.some(({ process }) => process === "unknown") && !unknownLocks;
    if (isLocked) {
        print("The lock is not released. If you know that its update has ended: run repair again with --release-lock");
    }
    return declined.length + needed.length > 0 || isLocked;
}

function commandsFor(findings: readonly Finding[]): { readonly needed: string[]; readonly optional: string[] } {
    const commands = (wanted: Finding["result"]): string[] =>
        findings.flatMap(({ result, action }) => (result === wanted && action.kind === "person" ? action.command : []));
    return { needed: commands("failed"), optional: commands("warning") };
}

/** Each finding as a paragraph: tables would break the ids. */
function show(stack: string, { findings, interruption }: Situation): void {
    const width = lineWidth(process.stdout) - 2;
    const section = (heading: string, texts: readonly string[]): void => {
        if (texts.length > 0) {
            print(`${heading}\n${texts.map((text) => `- ${wrap(text, width).join("\n  ")}`).join("\n")}\n`);
        }
    };
    const text = ({ title, evidence }: { title: string; evidence: string }): string => `${title}: ${evidence}`;
    section("Interrupted update:", interruptionFindings(stack, interruption).map(text));
    section(
        "Differences between the state and the tenant:",
        findings.filter(({ result }) => result === "failed").map(text),
    );
    section("In the tenant, but not from this stack:", findings.filter(({ result }) => result === "warning").map(text));
}

/** Each on a line of its own, however long, to be copied. */
function printLines(heading: string, lines: readonly string[]): void {
    if (lines.length > 0) {
        print(`${heading}\n${lines.map((line) => `  ${line}`).join("\n")}\n`);
    }
}

function print(text: string): void {
    process.stdout.write(`${inert(text)}\n`);
}
