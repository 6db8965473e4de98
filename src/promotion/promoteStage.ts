import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import { inParallel } from "../proof/inParallel";
import type { PromotionEnd } from "./promote";
import { PromotionRefusal, type RefusalCode } from "./refusals";
import { SharedSource } from "./sharedSource";

/** What became of one target of a stage. Only `refused` counts as a failure; `undecided` says nothing about the definition. */
export interface TargetOutcome {
    readonly to: string;
    readonly outcome: "verified" | "sealed" | "refused" | "undecided";
    /** One line for people. */
    readonly summary: string;
    /** Its digest, of a target that is verified or sealed. */
    readonly seal?: string;
}

/** How to promote to the stacks of a stage. */
export interface StageOptions {
    /** The stacks of each wave. */
    readonly waves: readonly (readonly string[])[];
    /** How many stacks of a wave are promoted at the same time: at least 1. */
    readonly parallel: number;
    /** How long a wave is left alone before the next begins, in milliseconds. */
    readonly soakMs: number;
    /** Which part of a wave may be refused before the waves after it are left out: 0 to 100. */
    readonly maxRefusedPercent: number;
    /**
     * Promotes to one stack; throws as `promote`.
     * @param source the one for all stacks that are promoted together
     */
    readonly promoteTo: (stack: string, source: SharedSource) => Promise<PromotionEnd>;
    readonly sleep: (ms: number) => Promise<void>;
    /** Told of what became of a target, each time that it was tried. */
    readonly ended: (outcome: TargetOutcome) => void;
    /** Shows how the stage goes on. */
    readonly tell: (line: string) => void;
}

/**
 * Promotes to all stacks of a stage, wave after wave. A target that is refused, locked or throttled does not keep the
 * others of its wave; what may pass by itself is tried once more when the rest of the wave has ended.
 * @throws whatever is not a UserError, and the interruption of an update: once the targets under way have ended
 */
export async function promoteStage(options: StageOptions): Promise<readonly TargetOutcome[]> {
    const { waves, soakMs, maxRefusedPercent, sleep, tell } = options;
    const outcomes: TargetOutcome[] = [];
    for (const [index, wave] of waves.entries()) {
        if (index > 0 && soakMs > 0 && outcomes.some(({ outcome }) => outcome === "verified")) {
            tell(`wave ${index + 1} of ${waves.length} begins after the soak time`);
            await sleep(soakMs);
        }
        const ended = await promoteWave(wave, options);
        outcomes.push(...ended);
        const refused = ended.filter(({ outcome }) => outcome === "refused").length;
        if (refused * 100 > maxRefusedPercent * wave.length) {
            const left = waves.slice(index + 1).flat();
            const summary = `not begun: ${refused} of ${wave.length} targets of wave ${index + 1} were refused`;
            return [...outcomes, ...left.map((to) => ({ to, outcome: "undecided", summary }) as const)];
        }
    }
    return outcomes;
}

/** The exit status of a stage: a refused target counts more than one that is undecided. */
export function stageStatus(outcomes: readonly TargetOutcome[]): ExitStatus {
    const has = (wanted: TargetOutcome["outcome"]): boolean => outcomes.some(({ outcome }) => outcome === wanted);
    return has("refused") ? ExitStatus.Refused : has("undecided") ? ExitStatus.Undecided : ExitStatus.Success;
}

async function promoteWave(wave: readonly string[], options: StageOptions): Promise<readonly TargetOutcome[]> {
    const first = await promoteTogether(wave, options);
    const again = first.filter(({ mayPass }) => mayPass).map(({ outcome }) => outcome.to);
    for (const to of again) {
        options.tell(`${to}: again`);
    }
    const second = await promoteTogether(again, options);
    return first.map(({ outcome }) => second.find((one) => one.outcome.to === outcome.to)?.outcome ?? outcome);
}

/** Promotes to these stacks, so many at a time. What ends the stage ends no target that is under way. */
async function promoteTogether(
    stacks: readonly string[],
    { promoteTo, parallel, ended }: StageOptions,
): Promise<readonly Attempt[]> {
    const source = new SharedSource();
    const ends: { readonly error: unknown }[] = [];
    const attempts = await inParallel(stacks, parallel, async (to) => {
        if (ends.length > 0) {
            return [];
        }
        try {
            const attempt = await outcomeOf(to, (stack) => promoteTo(stack, source));
            ended(attempt.outcome);
            return [attempt];
        } catch (error) {
            ends.push({ error });
            return [];
        }
    });
    if (ends[0] !== undefined) {
        throw ends[0].error;
    }
    return attempts.flat();
}

interface Attempt {
    readonly outcome: TargetOutcome;
    /** Whether it may end otherwise when it is tried again. */
    readonly mayPass: boolean;
}

/** Nobody approves because they were asked twice; after an update that ended early, the plan is another one. */
const needsApproval: ReadonlySet<RefusalCode> = new Set(["approval-missing", "update-failed"]);

async function outcomeOf(to: string, promoteTo: (stack: string) => Promise<PromotionEnd>): Promise<Attempt> {
    try {
        const { end, seal } = await promoteTo(to);
        const outcome = end === "promoted" ? "verified" : "sealed";
        return { outcome: { to, outcome, summary: `seal ${seal}`, seal }, mayPass: false };
    } catch (error) {
        if (!(error instanceof UserError) || error.exitStatus === ExitStatus.Interrupted) {
            throw error;
        }
        const isUndecided =
            !(error instanceof PromotionRefusal) ||
            error.exitStatus !== ExitStatus.Refused ||
            error.code === "stack-locked" ||
            error.code === "approval-missing";
        const code = error instanceof PromotionRefusal ? error.code : undefined;
        return {
            outcome: { to, outcome: isUndecided ? "undecided" : "refused", summary: error.message },
            // A plan is stale also when another run has just applied it: then nothing is left to do.
            mayPass: code === "plan-stale" || (isUndecided && !(code !== undefined && needsApproval.has(code))),
        };
    }
}
