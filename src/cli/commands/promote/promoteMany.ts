import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExitStatus } from "../../../errors/exitStatus";
import { foreignText } from "../../../http/foreignText";
import type { PromotionTask } from "../../../promotion/promote";
import { promoteStage, stageStatus } from "../../../promotion/promoteStage";
import { wavesOf } from "../../../promotion/waves";
import { formatTable } from "../../../text/table";
import { lineWidth } from "../../terminal/terminal";
import { SharedOutput } from "./output";
import { promoteOne, titleOf, type Promotions } from "./promoteOne";

/** Promotes to the stacks of a stage, in waves, several at the same time, and prints what became of each. */
export async function promoteMany(tasks: readonly PromotionTask[], promotions: Promotions): Promise<ExitStatus> {
    const { waves, parallel = availableParallelism(), soak, maxRefused } = promotions.options;
    const output = new SharedOutput(process.stderr);
    const tell = (line: string): void => {
        output.write(`${foreignText(line)}\n`);
    };
    const parts = new Map<string, ReturnType<SharedOutput["part"]>>();
    const byStack = new Map(tasks.map((task) => [task.to, task]));
    try {
        const outcomes = await promoteStage({
            waves: wavesOf([...byStack.keys()], waves ?? "100%"),
            ...{ parallel, soakMs: soak, maxRefusedPercent: maxRefused, tell },
            promoteTo: async (stack, source) => {
                const task = byStack.get(stack);
                if (task === undefined) {
                    throw new Error(`no task for ${stack}`);
                }
                tell(`${titleOf(task)}: begins`);
                const part = output.part();
                parts.set(stack, part);
                return promoteOne({ ...task, source }, promotions, part);
            },
            ended: ({ to, outcome, summary }) => {
                const part = parts.get(to);
                part?.steps.write(`${to}: ${outcome}: ${foreignText(summary)}\n`);
                part?.end();
            },
            sleep: (ms) => sleep(ms, undefined, { signal: promotions.signal }),
        });
        await output.settled();
        const rows = outcomes.map(({ to, outcome, summary }) => [to, outcome, foreignText(summary)]);
        const isDryRun = promotions.options.dryRun === true;
        const stream = isDryRun ? process.stderr : process.stdout;
        stream.write(`${formatTable([["Stack", "Outcome", "Finding"], ...rows], lineWidth(stream), (cell) => cell)}\n`);
        if (isDryRun) {
            const sealed = outcomes.flatMap(({ to, seal }) => (seal === undefined ? [] : [`${seal}  ${to}\n`]));
            process.stdout.write(sealed.join(""));
        }
        return stageStatus(outcomes);
    } finally {
        // What an interruption has cut off.
        for (const part of parts.values()) {
            part.end();
        }
        await output.settled();
    }
}
