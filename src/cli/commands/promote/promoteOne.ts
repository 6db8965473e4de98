import type { Check } from "../../../checks/check";
import { UserError } from "../../../errors/userError";
import { foreignText } from "../../../http/foreignText";
import type { PromotionsFolder } from "../../../promotion/folder";
import type { KeyFiles } from "../../../proof/keyFiles";
import { machineEffects } from "../../../promotion/machine";
import { promote, type PromotionEnd, type PromotionTask } from "../../../promotion/promote";
import type { Seal } from "../../../promotion/seal";
import { markdownTable } from "../../../text/markdown";
import { progressOn } from "../../terminal/progress";
import type { PromoteOptions } from "./command";
import type { PromotionOutput } from "./output";
import { showStep } from "./showStep";

/** What the promotions of one command have in common. */
export interface Promotions {
    readonly options: PromoteOptions;
    /** How long to retry the target's verification, in milliseconds. */
    readonly timeoutMs: number;
    readonly folder: PromotionsFolder;
    readonly keys: KeyFiles;
    readonly signal: AbortSignal;
}

/** Promotes to one stack, shows each step, and writes the report, however it ends. */
export async function promoteOne(
    task: PromotionTask,
    { options, timeoutMs, folder, keys, signal }: Promotions,
    output: PromotionOutput,
): Promise<PromotionEnd> {
    output.steps.write(`\n${titleOf(task)}\n`);
    const steps: Check[] = [];
    const show = (step: Check): void => {
        steps.push(step);
        showStep(step, output.steps);
    };
    const { cwd, attestation } = options;
    const effects = await machineEffects({
        ...{ cwd, promotions: folder, timeoutMs, attestation, keys, show, signal },
        showUpdate: output.showUpdate,
        progress: () => progressOn(output.progress, task.to),
        approve: (seal, digest) => askForApproval(seal, digest, (question) => output.ask(question, signal)),
    });
    try {
        const ended = await promote(task, effects);
        if (ended.end === "sealed") {
            output.steps.write(
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
        folder.report(
            task.to,
            `# Promotion of ${foreignText(task.from ?? "a verified definition")} to ${foreignText(task.to)}\n\n${table}\n`,
        );
    }
}

/** What a promotion is called where it is shown. */
export function titleOf({ from, to }: PromotionTask): string {
    return from === undefined ? `restore ${to}` : `${from} → ${to}`;
}

/** How much of the digest a person types: enough to have looked at it. */
const typedLength = 8;

async function askForApproval(
    seal: Seal,
    digest: string,
    ask: (question: string) => Promise<string | undefined>,
): Promise<string | undefined> {
    const answer = await ask(
        `Type the first ${typedLength} characters of the seal to apply these ${seal.plan.changes.length} changes to ${seal.to}: `,
    );
    return answer?.toLowerCase() === digest.slice(0, typedLength) ? "a person in the terminal" : undefined;
}
