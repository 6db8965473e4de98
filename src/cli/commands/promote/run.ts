import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check } from "../../../checks/check";
import { shortDigest } from "../../../definition/canonicalJson";
import { readPolicy } from "../../../definition/readDefinition";
import { ExitStatus } from "../../../errors/exitStatus";
import { UserError } from "../../../errors/userError";
import { foreignText } from "../../../http/foreignText";
import { defaultRecords, PromotionsFolder } from "../../../promotion/folder";
import { machineEffects } from "../../../promotion/machine";
import { promote, type PromotionEnd, type PromotionTask } from "../../../promotion/promote";
import { promoteStage, stageStatus } from "../../../promotion/promoteStage";
import { hopsOf, stacksNamed } from "../../../promotion/stages";
import type { Seal } from "../../../promotion/seal";
import { wavesOf } from "../../../promotion/waves";
import { markdownTable } from "../../../text/markdown";
import { formatTable } from "../../../text/table";
import { parseDuration } from "../../options/duration";
import { exactlyOne } from "../../options/exactlyOne";
import { progressOn } from "../../terminal/progress";
import { ask } from "../../terminal/prompts";
import { lineWidth } from "../../terminal/terminal";
import type { PromoteOptions } from "./command";
import { showStep } from "./showStep";

export async function run(options: PromoteOptions, signal: AbortSignal): Promise<ExitStatus> {
    const stages = stagesOf(options);
    const promotions = new PromotionsFolder(options.records ?? path.join(options.cwd ?? ".", defaultRecords));
    for (const tasks of stages) {
        const [only] = tasks;
        if (only !== undefined && tasks.length === 1) {
            print(only, await promoteOne(only, options, promotions, signal));
            continue;
        }
        const status = await promoteMany(tasks, options, promotions, signal);
        if (status !== ExitStatus.Success) {
            return status;
        }
    }
    return ExitStatus.Success;
}

/** The tasks of each stage, in the order of the stages. */
function stagesOf(options: PromoteOptions): readonly (readonly PromotionTask[])[] {
    const { from, to, through, restore, maxAge, attestation, approve = [], dryRun, cwd } = options;
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
        return [stacksNamed(policy.stages, to).map((stack) => ({ ...common, from: undefined, to: stack }))];
    }
    if (from === undefined) {
        throw new UserError("--from: is missing", "Name the stack in which the definition is verified.");
    }
    const targets = to === undefined ? (through ?? "").split(",").map((name) => name.trim()) : [to];
    if (targets.length > 1 && (attestation !== undefined || dryRun === true)) {
        throw new UserError(
            `${attestation === undefined ? "--dry-run" : "--attestation"}: goes with one target (got ${targets.join(",")})`,
            "A later target is planned and attested from the stage before it, once that is promoted. Give --to.",
        );
    }
    const tasks = hopsOf(policy, from, targets).map((hop) => ({ ...common, ...hop }));
    return [...new Set(tasks.map((task) => task.from))].map((source) => tasks.filter((task) => task.from === source));
}

async function promoteMany(
    tasks: readonly PromotionTask[],
    options: PromoteOptions,
    promotions: PromotionsFolder,
    signal: AbortSignal,
): Promise<ExitStatus> {
    const stacks = tasks.map(({ to }) => to);
    const outcomes = await promoteStage({
        waves: wavesOf(stacks, options.waves ?? "100%"),
        ...{ soakMs: options.soak, maxRefusedPercent: options.maxRefused },
        promoteTo: async (stack) => {
            const task = tasks.find(({ to }) => to === stack);
            if (task === undefined) {
                throw new Error(`no task for ${stack}`);
            }
            return promoteOne(task, options, promotions, signal);
        },
        sleep: (ms) => sleep(ms, undefined, { signal }),
        tell: (line) => process.stderr.write(`${foreignText(line)}\n`),
    });
    const rows = outcomes.map(({ to, outcome, summary }) => [to, outcome, foreignText(summary)]);
    process.stdout.write(
        `${formatTable([["Stack", "Outcome", "Finding"], ...rows], lineWidth(process.stdout), (cell) => cell)}\n`,
    );
    return stageStatus(outcomes);
}

function print({ from, to }: PromotionTask, { end, seal, definition }: PromotionEnd): void {
    process.stdout.write(
        end === "sealed"
            ? `${seal}\n`
            : `promoted: ${from ?? "restored"} → ${to}, definition ${shortDigest(definition)}, seal ${shortDigest(seal)}\n`,
    );
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
): Promise<PromotionEnd> {
    process.stderr.write(`\n${task.from === undefined ? `restore ${task.to}` : `${task.from} → ${task.to}`}\n`);
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
        const ended = await promote(task, effects);
        if (ended.end === "sealed") {
            process.stderr.write(
                "sealed: nothing was changed; to apply exactly this plan, run it again with --approve and this digest\n",
            );
        }
        return ended;
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
