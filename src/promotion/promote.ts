import { wholeSeconds } from "../certificate/wholeSeconds";
import { passed, skipped, warning, type Outcome } from "../checks/check";
import { shortDigest } from "../definition/canonicalJson";
import { undeclaredDifferences } from "../definition/configuration";
import { pluginDifferences } from "../definition/definition";
import { stateDigest } from "../definition/stateDigest";
import type { UpdatePlan } from "../pulumi/plan";
import type { ReadStack } from "../pulumi/readStack";
import { approve, checkSealAgain } from "./approval";
import type { ConfiguredState, PromotionEffects, StackFacts } from "./effects";
import { admitRestoration, admitSource, refuseRejected, type Admitted, type GateOptions } from "./gate";
import { approvalOf, interruptedAt, isUnderWay, unfinishedSeal, type JournalEvent, type NewEvent } from "./journal";
import { notRestored } from "./notRestored";
import { compareOutcome } from "./outcome";
import { refusals } from "./refusals";
import { planSummary, sealDigest, sealOf, type Seal } from "./seal";
import { SharedSource } from "./sharedSource";
import { driftOf, refuseDrift, refuseLocked, refuseOvertaken, tenantOf } from "./targetChecks";
import { areTransient } from "./transientErrors";

/** What to promote. */
export interface PromotionTask extends GateOptions {
    /** The stack that the definition is verified in; undefined restores one that was promoted before. */
    readonly from: string | undefined;
    readonly to: string;
    /** Seals that are approved already: digests. */
    readonly approved: readonly string[];
    /** End at the sealed plan. */
    readonly isDryRun: boolean;
    /** The source of several tasks. @default it is verified for this one */
    readonly source?: SharedSource;
}

/** How a promotion ended. */
export interface PromotionEnd {
    readonly end: "sealed" | "promoted";
    readonly seal: string;
    readonly definition: string;
    /** What the plan changes; of a promotion that ended, what it changed. */
    readonly changes: readonly string[];
}

/**
 * Carries a definition from a stack in which it is verified to another one, or back to one that was verified before.
 *
 * Each run finds out from the stacks where it is, so running it again after an interruption goes on from there; what was
 * approved stays approved as long as the seal is the same.
 * @throws PromotionRefusal at the first step that does not hold; UserError when something cannot be read or run
 */
export async function promote(task: PromotionTask, effects: PromotionEffects): Promise<PromotionEnd> {
    return new PromotionRun(task, effects).run();
}

/** One promotion: a method for each part, in the order in which they run. */
class PromotionRun {
    private readonly to: string;

    constructor(
        private readonly task: PromotionTask,
        private readonly effects: PromotionEffects,
    ) {
        this.to = task.to;
    }

    async run(): Promise<PromotionEnd> {
        const interrupted = interruptedAt(this.journal());
        if (interrupted !== undefined) {
            const outcome =
                unfinishedSeal(this.journal()) === undefined
                    ? passed(interrupted)
                    : warning(interrupted, "This run goes on from what the stacks are now.");
            this.show("Standing", outcome);
        }
        const { from } = this.task;
        const before = await this.effects.readStack(this.to);
        const { admitted, source } = await this.admit(before);
        const tenantId = await this.checkTarget(before);
        const { plan, file } = await this.plan(before, admitted);
        const seal = sealOf({
            ...{ from: from ?? this.to, to: this.to, definition: admitted.digest, tenantId, target: before, plan },
            ...{ isRefreshed: this.isRestoration, broader: await this.audit(source, file) },
            ...{ pulumi: plan.pulumiVersion, ownVersion: this.effects.version },
        });
        const digest = sealDigest(seal);
        const { changes } = seal.plan;
        this.keep(seal, digest, file);
        if (this.task.isDryRun) {
            return { end: "sealed", seal: digest, definition: seal.definition, changes };
        }
        if (changes.length > 0) {
            await this.update({ seal, digest, file, admitted });
        }
        const read = await this.effects.readWithLogin(this.to);
        const state = await this.checkResult({ ...before, ...read.deployment }, { seal, digest, plan });
        const applied = await this.verifyAndRecord({ seal, digest, admitted, state, read });
        return { end: "promoted", seal: applied, definition: seal.definition, changes };
    }

    /** What is promoted, and that the target differs in declared keys only. */
    private async admit(
        target: StackFacts,
    ): Promise<{ readonly admitted: Admitted; readonly source: StackFacts | undefined }> {
        const { from, source = new SharedSource() } = this.task;
        const { policy } = this.effects;
        if (from === undefined) {
            const restored = admitRestoration(this.to, target, this.effects);
            this.show("Restoration", passed(restored.evidence));
            return { admitted: restored, source: undefined };
        }
        const { facts, admitted } = await source.admit(async () => {
            const read = await this.effects.readStack(from);
            return { facts: read, admitted: await admitSource(from, read, this.task, this.effects) };
        });
        this.show("Source", passed(`${from}: ${admitted.evidence}`));
        // Once more, for it may have been rejected since the source was verified.
        refuseRejected(admitted.digest, this.effects);
        this.show("Definition", passed(`${shortDigest(admitted.digest)}, not rejected`));
        const keys = undeclaredDifferences(facts.configuration, target.configuration, policy);
        if (keys.length > 0) {
            throw refusals.keyNotDeclared(from, this.to, keys);
        }
        this.show("Configuration", passed(`${from} and ${this.to} differ in declared keys only`));
        return { admitted, source: facts };
    }

    /** Before anything is previewed: nobody else updates the target, and it is the tenant that is meant. */
    private async checkTarget(facts: StackFacts): Promise<string> {
        await refuseLocked(this.to, facts, this.effects);
        const tenantId = await tenantOf(this.to, facts, this.effects);
        this.show("Tenant", passed(`deployer, configuration and state of ${this.to} agree on ${tenantId}`));
        this.show(
            "Drift",
            this.isRestoration
                ? skipped("a restoration reads the tenant first, and plans what differs")
                : passed(await refuseDrift(this.to, facts, this.effects)),
        );
        return tenantId;
    }

    private async plan(
        before: StackFacts,
        admitted: Admitted,
    ): Promise<{ readonly plan: UpdatePlan; readonly file: string }> {
        const { preview, plan, file } = await this.effects.planStack(this.to, { refresh: this.isRestoration });
        const missing = await this.effects.missingInTenant(before, preview);
        if (missing.length > 0) {
            throw refusals.cloudWithout(this.to, missing);
        }
        if (plan === undefined || preview.errors.length > 0) {
            throw areTransient(preview.errors)
                ? refusals.previewUnknown(this.to, preview.errors)
                : refusals.previewFailed(this.to, preview.errors);
        }
        // A key per tenant may bring a plugin of its own; those that both use must be the same.
        const { plugins } = admitted.definition;
        const common = Object.keys(plan.plugins).filter((name) => name in plugins);
        const different = pluginDifferences(plugins, plan.plugins, common);
        if (different.length > 0) {
            throw refusals.definitionDiffers(this.task.from ?? this.to, this.to, different);
        }
        const { changes } = planSummary(plan);
        this.show("Preview", passed(changes.length === 0 ? "no changes" : changes.join("\n")));
        const lost = this.isRestoration ? notRestored(plan) : [];
        if (lost.length > 0) {
            this.show("Not restored", warning(lost.join("\n"), "Deliver what is new to the scripts."));
        }
        return { plan, file };
    }

    /** Access that the target gets and the source does not have: what is approved includes it. */
    private async audit(source: StackFacts | undefined, planFile: string): Promise<readonly string[]> {
        const { from } = this.task;
        if (source === undefined) {
            return [];
        }
        const { broader, notJudged } = await this.effects.accessBeyondSource(source.document, planFile);
        const open = notJudged === 0 ? "" : `; ${notJudged} accesses are known after the update only`;
        this.show(
            "Audit",
            broader.length === 0
                ? passed(`${this.to} gets no access that ${from} does not have${open}`)
                : warning(
                      `${this.to} gets access that ${from} does not have${open}:\n${broader.join("\n")}`,
                      "Approve the seal only when this is meant: a declared key gives it.",
                  ),
        );
        return broader;
    }

    private keep(seal: Seal, digest: string, file: string): void {
        this.effects.keepSeal(seal, digest, file);
        if (seal.plan.changes.length > 0 && !isUnderWay(this.journal(), digest)) {
            this.log({ event: "sealed", seal: digest, from: seal.from, definition: seal.definition });
        }
        this.show("Seal", passed(digest));
    }

    private async update({ seal, digest, file, admitted }: SealedUpdate): Promise<void> {
        const sealed = { seal, digest, approved: this.task.approved };
        const log = (event: NewEvent): void => {
            this.log(event);
        };
        this.show("Approval", passed(await approve(sealed, log, this.effects)));
        await checkSealAgain(sealed, { admitted, file }, this.effects);
        this.show("Seal again", passed("state, configuration, definition, tenant and plan are as sealed"));
        this.log({ event: "applying", seal: digest });
        const end = await this.effects.applyPlan(this.to, file, { refresh: this.isRestoration });
        if (end !== "applied") {
            await refuseOvertaken(this.to, digest, this.effects);
            this.log({ event: "failed", seal: digest, reason: "pulumi up failed" });
            throw end === "cut off" ? refusals.updateCutOff(this.to) : refusals.updateFailed(this.to);
        }
        this.show("Update", passed("the changes are made, as planned"));
    }

    /** The digest of the state, once it is known to be what was sealed. */
    private async checkResult(
        facts: ConfiguredState,
        { seal, digest, plan }: Pick<SealedUpdate, "seal" | "digest"> & { readonly plan: UpdatePlan },
    ): Promise<string> {
        const { resources } = facts;
        const { differences, learned } = compareOutcome(plan, resources, seal.tenantId);
        const { drift, unknown } = await driftOf(this.to, facts, this.effects);
        if (differences.length > 0 || drift.length > 0) {
            throw refusals.resultDiffers(this.to, [...differences, ...drift]);
        }
        if (unknown.length > 0) {
            throw refusals.resultUnknown(this.to, unknown);
        }
        const state = stateDigest(resources);
        if (seal.plan.changes.length > 0) {
            this.log({ event: "applied", seal: digest, state });
        }
        const found = learned === 0 ? "" : `${learned} values that the plan did not know are there; `;
        this.show("Result", passed(`${found}the tenant is as the stack's state says`));
        return state;
    }

    /** @returns the seal that was applied */
    private async verifyAndRecord({ seal, digest, admitted, state, read }: AppliedSeal): Promise<string> {
        const { from, definition } = seal;
        const verification = await this.effects.verifyStack(this.to, read, true);
        if (!verification.isProved) {
            if (verification.isRefused) {
                this.log({ event: "refused", definition, state, reason: verification.summary });
            }
            throw refusals.targetNotVerified(this.to, verification.summary, verification.exitStatus);
        }
        this.show("Verification", passed(verification.summary));
        const attestation = await verification.attest(definition);
        // An update that an earlier run made and did not record was approved with that run's seal.
        const applied = seal.plan.changes.length > 0 ? digest : (unfinishedSeal(this.journal()) ?? digest);
        this.log({ event: "verified", definition, state, attestation: attestation.digest });
        const record = await this.effects.record(
            {
                ...{ from, to: this.to, definition, state, seal: applied },
                approvedBy: approvalOf(this.journal(), applied, true)?.by ?? "nobody: the plan was empty",
                ...(this.isRestoration ? { isRestoration: true } : {}),
            },
            seal.versions.pulumi,
        );
        const commit = await this.effects.commit();
        this.log({
            ...{ event: "promoted", seal: applied, from, definition, state, record: record.digest },
            parts: admitted.definition,
            ...(commit === undefined ? {} : { commit }),
        });
        this.show("Record", passed(`${attestation.path}\n${record.path}`));
        return applied;
    }

    private get isRestoration(): boolean {
        return this.task.from === undefined;
    }

    private journal(): readonly JournalEvent[] {
        return this.effects.journal(this.to);
    }

    private log(event: NewEvent): void {
        this.effects.append(this.to, { ...event, at: wholeSeconds(this.effects.now()) });
    }

    private show(title: string, outcome: Outcome): void {
        this.effects.show({ title, ...outcome });
    }
}

interface SealedUpdate {
    readonly seal: Seal;
    readonly digest: string;
    readonly file: string;
    readonly admitted: Admitted;
}

interface AppliedSeal extends Omit<SealedUpdate, "file"> {
    /** The stack after the update. */
    readonly read: ReadStack;
    readonly state: string;
}
