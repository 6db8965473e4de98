import { judge, type Standing } from "./decide";
import type { Step } from "./decision";
import { logDelayMs } from "./drain";
import { defaultGraceMs, type RenewalPolicy } from "./policy";
import { lagging, reportsBehind } from "./readiness";
import { renewalDue } from "./schedule";
import { deployedSlots, isPredecessor, isSuccessor, nextKey, slotOf, type Situation } from "./situation";
import { nextOpening } from "./window";

/** A step to come, and when it can be made at the earliest. */
export interface PlannedStep {
    readonly step: Step;
    readonly at: Date;
}

/** The whole way from where the login is to the end of the next renewal, with dates. Deliveries may take it longer. */
export function outlook(situation: Situation, policy: RenewalPolicy): readonly PlannedStep[] {
    const { now, deployedActive, slots, evidence } = situation;
    const active = slotOf(situation, deployedActive)?.deployed;
    const successor = deployedSlots(situation).findLast((slot) => isSuccessor(situation, slot));
    // One that is gone already does not hurry the next renewal.
    const isEmergency = slots.some((slot) => slot.key === policy.compromised);
    const steps: PlannedStep[] = [];
    const old = deployedSlots(situation).filter((slot) => isPredecessor(situation, slot));
    for (const { key } of old) {
        steps.push({ step: { kind: "retire", key, because: "not used any more" }, at: opening(retirementOf(key)) });
    }
    const planned = slots.find((slot) => slot.deployed === undefined && isSuccessor(situation, slot));
    const due = (successor ?? planned) !== undefined || policy.compromised === deployedActive ? now : dueAt();
    const key = (successor ?? planned)?.key ?? nextKey(situation, due);
    const staged = opening(due);
    if (successor === undefined) {
        steps.push({ step: { kind: "stage", key, from: deployedActive }, at: staged });
    }
    const added = successor === undefined ? staged.getTime() : Date.parse(successor.deployed.acceptedSince);
    const verified = new Date(isEmergency ? staged : Math.max(staged.getTime(), added + policy.settleMs));
    steps.push({ step: { kind: "verify", key }, at: verified });
    const switched = opening(new Date(verified.getTime() + (isDelivered() ? 0 : policy.deliveryMs)));
    steps.push({ step: { kind: "switch", key, from: deployedActive }, at: switched });
    const retired = new Date(switched.getTime() + graceMs());
    steps.push({ step: { kind: "retire", key: deployedActive, because: "not used any more" }, at: opening(retired) });
    return steps;

    function opening(time: Date): Date {
        return isEmergency ? time : nextOpening(policy.windows, time);
    }

    /** Whether every file and machine has the new certificate, as far as anybody knows; none has one that is still to come. */
    function isDelivered(): boolean {
        const { thumbprint } = successor?.deployed ?? { thumbprint: "" };
        return (
            lagging(situation, thumbprint).length === 0 &&
            reportsBehind(situation, policy, key, { thumbprint }) === undefined
        );
    }

    function dueAt(): Date {
        const due = active === undefined ? now : renewalDue(active, policy.beforeMs);
        return due > now ? due : now;
    }

    function graceMs(): number {
        if (isEmergency) {
            return 0;
        }
        const grace = policy.graceMs ?? defaultGraceMs[evidence.kind];
        return grace + (evidence.kind === "sign-in log" && grace > 0 ? logDelayMs : 0);
    }

    function retirementOf(key: string): Date {
        // As if the configuration agreed: an old copy of it does not hurry a retirement.
        const both = slots
            .filter((slot) => slot.key === key || slot.key === deployedActive)
            .map((slot) => ({ ...slot, configured: slot.configured ?? {} }));
        const standing: Standing = judge(
            { ...situation, slots: both, configuredActive: deployedActive, holdsSecret: false },
            policy,
        );
        return standing.decision.kind === "waiting" && standing.decision.until !== undefined
            ? standing.decision.until
            : now;
    }
}
