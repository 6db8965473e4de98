import { ExitStatus } from "../errors/exitStatus";
import { UserError } from "../errors/userError";
import type { PromotionEnd } from "./promote";
import { PromotionRefusal } from "./refusals";

/** What became of one target of a stage. Only `refused` counts as a failure; `undecided` says nothing about the definition. */
export interface TargetOutcome {
    readonly to: string;
    readonly outcome: "verified" | "sealed" | "refused" | "undecided";
    /** One line for people. */
    readonly summary: string;
}

/** How to promote to the stacks of a stage. */
export interface StageOptions {
    /** The stacks of each wave. */
    readonly waves: readonly (readonly string[])[];
    /** How long a wave is left alone before the next begins, in milliseconds. */
    readonly soakMs: number;
    /** Which part of a wave may be refused before the waves after it are left out: 0 to 100. */
    readonly maxRefusedPercent: number;
    /** Promotes to one stack; throws as `promote`. */
    readonly promoteTo: (stack: string) => Promise<PromotionEnd>;
    readonly sleep: (ms: number) => Promise<void>;
    /** Shows what became of a target, or of a wave. */
    readonly tell: (line: string) => void;
}

/**
 * Promotes to all stacks of a stage, wave after wave. A target that is refused, locked or throttled does not keep the
 * others of its wave; what may pass by itself is tried once more when the rest of the wave has ended.
 * @throws whatever is not a UserError
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

async function promoteWave(
    wave: readonly string[],
    { promoteTo, tell }: StageOptions,
): Promise<readonly TargetOutcome[]> {
    const outcomes = new Map<string, TargetOutcome>();
    const again: string[] = [];
    const attempt = async (to: string, isLast: boolean): Promise<void> => {
        const { outcome, mayPass } = await outcomeOf(to, promoteTo);
        outcomes.set(to, outcome);
        if (mayPass && !isLast) {
            again.push(to);
        }
        tell(`${to}: ${outcome.outcome}: ${outcome.summary}`);
    };
    for (const to of wave) {
        await attempt(to, false);
    }
    for (const to of again) {
        tell(`${to}: again`);
        await attempt(to, true);
    }
    return wave.flatMap((to) => outcomes.get(to) ?? []);
}

async function outcomeOf(
    to: string,
    promoteTo: StageOptions["promoteTo"],
): Promise<{ readonly outcome: TargetOutcome; readonly mayPass: boolean }> {
    try {
        const { end, seal } = await promoteTo(to);
        const outcome = end === "promoted" ? "verified" : "sealed";
        return { outcome: { to, outcome, summary: `seal ${seal}` }, mayPass: false };
    } catch (error) {
        if (!(error instanceof UserError)) {
            throw error;
        }
        const isUndecided =
            !(error instanceof PromotionRefusal) ||
            error.exitStatus !== ExitStatus.Refused ||
            error.code === "stack-locked" ||
            error.code === "approval-missing";
        return {
            outcome: { to, outcome: isUndecided ? "undecided" : "refused", summary: error.message },
            // Nobody approves because they were asked twice.
            mayPass: isUndecided && !(error instanceof PromotionRefusal && error.code === "approval-missing"),
        };
    }
}
