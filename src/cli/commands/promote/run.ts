import path from "node:path";
import type { Check } from "../../../checks/check";
import { shortDigest } from "../../../definition/canonicalJson";
import { readPolicy } from "../../../definition/readDefinition";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { foreignText } from "../../../http/foreignText";
import { defaultRecords, PromotionsFolder } from "../../../promotion/folder";
import { machineEffects } from "../../../promotion/machine";
import { promote, type PromotionTask } from "../../../promotion/promote";
import { hopsOf, stacksNamed } from "../../../promotion/stages";
import type { Seal } from "../../../promotion/seal";
import { markdownTable } from "../../../text/markdown";
import { parseDuration } from "../../options/duration";
import { exactlyOne } from "../../options/exactlyOne";
import { progressOn } from "../../terminal/progress";
import { ask } from "../../terminal/prompts";
import type { PromoteOptions } from "./command";
import { showStep } from "./showStep";

export async function run(options: PromoteOptions, signal: AbortSignal): Promise<ExitStatus> {
    const tasks = tasksOf(options);
    const promotions = new PromotionsFolder(options.records ?? path.join(options.cwd ?? ".", defaultRecords));
    for (const task of tasks) {
        process.stderr.write(`\n${task.from === undefined ? `restore ${task.to}` : `${task.from} → ${task.to}`}\n`);
        await promoteOne(task, options, promotions, signal);
    }
    return ExitStatus.Success;
}

function tasksOf({
    from,
    to,
    through,
    restore,
    maxAge,
    attestation,
    approve = [],
    dryRun,
    cwd,
}: PromoteOptions): readonly PromotionTask[] {
    exactlyOne({ "--to <stack>": to !== undefined, "--through <stages>": through !== undefined });
    const common = {
        ...{ approved: approve.map(readDigest), isDryRun: dryRun === true },
        ...{ maxAgeMs: maxAge, isAttestationNamed: attestation !== undefined },
    };
    const policy = readPolicy(cwd ?? ".");
    if (restore === true) {
        if (from !== undefined || to === undefined || maxAge !== undefined || attestation !== undefined) {
            throw new UserError(
                "--restore: goes with --to alone",
                "Leave out --from, --through, --max-age and --attestation.",
            );
        }
        return stacksNamed(policy.stages, to).map((stack) => ({ ...common, from: undefined, to: stack }));
    }
    if (from === undefined) {
        throw new UserError("--from: is missing", "Name the stack in which the definition is verified.");
    }
    const targets = to === undefined ? (through ?? "").split(",").map((name) => name.trim()) : [to];
    return hopsOf(policy, from, targets).map((hop) => ({ ...common, ...hop }));
}

function readDigest(text: string): string {
    const [, digest] = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text) ?? [];
    if (digest === undefined) {
        throw new UserError(`--approve: is not a digest (got ${text})`, "Give the 64 hex digits of the seal.");
    }
    return digest.toLowerCase();
}

async function promoteOne(
    task: PromotionTask,
    { cwd, timeout, attestation }: PromoteOptions,
    promotions: PromotionsFolder,
    signal: AbortSignal,
): Promise<void> {
    const steps: Check[] = [];
    const show = (step: Check): void => {
        steps.push(step);
        showStep(step, process.stderr);
    };
    const effects = await machineEffects({
        ...{ cwd, promotions, timeoutMs: parseDuration(timeout), attestation, show, signal },
        progress: () => progressOn(process.stderr, task.to),
        approve: (seal, digest) => askForApproval(seal, digest, signal),
    });
    try {
        const { end, seal, definition } = await promote(task, effects);
        process.stdout.write(
            end === "sealed"
                ? `${seal}\n`
                : `promoted: ${task.from ?? "restored"} → ${task.to}, definition ${shortDigest(definition)}, seal ${shortDigest(seal)}\n`,
        );
        if (end === "sealed") {
            process.stderr.write(
                "sealed: nothing was changed; to apply exactly this plan, run it again with --approve and this digest\n",
            );
        }
    } catch (error) {
        if (error instanceof UserError) {
            // The error itself shows it in the terminal.
            steps.push({ title: "Refused", result: "failed", evidence: error.evidence, remedy: error.remedy });
        }
        throw error;
    } finally {
        const rows = steps.map(({ title, result, evidence, remedy }) => [title, result, evidence, remedy ?? ""]);
        const table = markdownTable(["Step", "Result", "Finding", "Action"], rows).join("\n");
        promotions.report(
            task.to,
            `# Promotion of ${foreignText(task.from ?? "a verified definition")} to ${foreignText(task.to)}\n\n${table}\n`,
        );
    }
}

/** How much of the digest a person types: enough to have looked at it. */
const typedLength = 8;

async function askForApproval(seal: Seal, digest: string, signal: AbortSignal): Promise<string | undefined> {
    const question = `Type the first ${typedLength} characters of the seal to apply these ${seal.plan.changes.length} changes to ${seal.to}: `;
    const answer = await ask(question, signal);
    if (answer === undefined) {
        return undefined;
    }
    return answer.toLowerCase() === digest.slice(0, typedLength) ? "a person in the terminal" : undefined;
}
