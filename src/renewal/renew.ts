import type { Outcome } from "../checks/check";
import type { Preview } from "../pulumi/preview";
import { judge, type Standing } from "./decide";
import type { Step } from "./decision";
import type { RenewalPolicy } from "./policy";
import type { StackSituation } from "./readSituation";
import type { Situation, Verification } from "./situation";
import { changedValues, configurationAfter, configurationNow, otherChanges, type CertificateConfig } from "./steps";

/** How a renewal reaches stack and tenant; each throws a UserError when that fails. */
export interface RenewalEffects {
    /** Reads where everything is after a step; with what came of verifications in this run, by thumbprint. */
    readonly read: (verifications: ReadonlyMap<string, Verification>) => Promise<StackSituation>;
    /** Signs in with a certificate, several times. */
    readonly verify: (key: string) => Promise<Verification>;
    /**
     * Sets these values of the configuration, and leaves the others as they are.
     * @param before what they are now
     * @returns puts the configuration back
     */
    readonly setConfig: (
        project: string,
        values: Partial<CertificateConfig>,
        before: Partial<CertificateConfig>,
    ) => Promise<() => Promise<void>>;
    readonly preview: () => Promise<Preview>;
    /** When the state was last written. */
    readonly writtenAt: () => Promise<string | undefined>;
    readonly update: (message: string) => Promise<void>;
    /** Takes a certificate that is about to go, and gives what checks afterwards that it is refused. */
    readonly refusalCheck: (key: string) => Promise<() => Promise<Outcome>>;
    /** Called before a step is carried out. */
    readonly begin: (step: Step) => void;
}

/** What a renewal did, and where it ended. */
export interface Renewal {
    /** What was changed, in order; verifications are not changes. */
    readonly steps: readonly Step[];
    /** Of each removed certificate, whether it is refused now. */
    readonly refusals: readonly { readonly key: string; readonly outcome: Outcome }[];
    /** The situation after the last step. */
    readonly situation: Situation;
    readonly standing: Standing;
}

/**
 * Does what is due, step by step, until nothing is, or something must be waited for, or a person is needed. Run again at
 * any moment, it goes on where it is: also after it was killed.
 * @param first where everything is now
 * @throws UserError when a step fails; what was done before stays done
 */
export async function renew(first: StackSituation, effects: RenewalEffects, policy: RenewalPolicy): Promise<Renewal> {
    const verifications = new Map<string, Verification>();
    const steps: Step[] = [];
    const refusals: { readonly key: string; readonly outcome: Outcome }[] = [];
    let read: StackSituation | undefined = first;
    for (;;) {
        const found = read ?? (await effects.read(verifications));
        read = undefined;
        const standing = judge(found.situation, policy);
        const ended = (decision = standing.decision): Renewal => ({
            steps,
            refusals,
            situation: found.situation,
            standing: { ...standing, decision },
        });
        if (standing.decision.kind !== "step") {
            return ended();
        }
        const { step } = standing.decision;
        // One certificate in a run, whatever the clock says; and no step twice.
        if (steps.some((done) => isSame(done, step) || (done.kind === "stage" && step.kind === "stage"))) {
            const reasons = [`the step "${step.kind}" was made in this run already`];
            return ended({ kind: "waiting", until: undefined, reasons });
        }
        effects.begin(step);
        if (step.kind === "verify") {
            // Nothing was changed, so nothing else has to be read again.
            const verification = await effects.verify(step.key);
            verifications.set(thumbprintOf(found, step.key), verification);
            read = withVerification(found, step.key, verification);
            continue;
        }
        const check = step.kind === "retire" ? await effects.refusalCheck(step.key) : undefined;
        const outcome = await change(step, found, effects);
        if (outcome === "overtaken") {
            continue;
        }
        if (outcome.length > 0) {
            return ended({
                kind: "person",
                reasons: [
                    `an update would also change what is not part of this step: ${outcome.join("; ")}. ${remedyFor(step)}, then renew again.`,
                ],
            });
        }
        steps.push(step);
        if (check !== undefined && step.kind === "retire") {
            refusals.push({ key: step.key, outcome: await check() });
        }
    }
}

/** What was found, with the verification of a certificate. */
export function withVerification(found: StackSituation, key: string, verification: Verification): StackSituation {
    const slots = found.situation.slots.map((slot) =>
        slot.key === key && slot.deployed !== undefined
            ? { ...slot, deployed: { ...slot.deployed, verification } }
            : slot,
    );
    return { ...found, situation: { ...found.situation, slots } };
}

/** By which further readings in a run find a verification again: a key may have another certificate then. */
function thumbprintOf({ situation }: StackSituation, key: string): string {
    return situation.slots.find((slot) => slot.key === key)?.deployed?.thumbprint ?? "";
}

/** An update with arguments that the configuration has lost would replace certificates that are in use. */
function remedyFor({ kind }: Step): string {
    return kind === "restore" ? "Take the configuration from version control" : "Run `pulumi up` yourself";
}

function isSame(one: Step, other: Step): boolean {
    return one.kind === other.kind && ("key" in one ? one.key : "") === ("key" in other ? other.key : "");
}

/**
 * Carries out one step: configuration, preview, update.
 * @returns the changes that are not part of the step, when nothing was done because of them; `overtaken` when somebody
 * else has updated the stack meanwhile
 */
async function change(
    step: Step,
    { situation, project, login, writtenAt }: StackSituation,
    effects: RenewalEffects,
): Promise<readonly string[] | "overtaken"> {
    const before = configurationNow(situation);
    const after = configurationAfter(situation, step);
    const putBack = await effects.setConfig(project, changedValues(after, before), changedValues(before, after));
    const preview = await effects.preview();
    const others = [...preview.errors, ...otherChanges(step, preview, login)];
    if ((await effects.writtenAt()) !== writtenAt) {
        // Another run may have made the same step, or the next one: putting back would take its configuration away.
        return "overtaken";
    }
    if (others.length > 0) {
        await putBack();
        return others;
    }
    if (step.kind !== "restore") {
        await effects.update(`renew: ${step.kind} ${"key" in step ? step.key : ""}`);
    }
    return [];
}
