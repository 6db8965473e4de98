import { wholeSeconds } from "../certificate/wholeSeconds";
import { firstOf, person, step, type Decision } from "./decision";
import { drainOf, type Drain } from "./drain";
import { isGeneration } from "./generation";
import type { RenewalPolicy } from "./policy";
import { deliver, lagging, reportsBehind, settling, unverified } from "./readiness";
import { quiet, retirement } from "./retirement";
import { renewalDue } from "./schedule";
import {
    deployedSlots,
    isPredecessor,
    isSuccessor,
    nextKey,
    slotOf,
    type DeployedCertificate,
    type Situation,
    type Slot,
} from "./situation";
import { byHand, changedValues, configurationAfter, configurationNow, templateOf } from "./steps";
import { nextOpening } from "./window";

/**
 * Where the login is on the way from one certificate to the next. It follows from what is there, and is never stored:
 * `steady`, then a second certificate is accepted (`staged`), several sign-ins with it succeeded (`verified`), every
 * place holds it (`delivered`), `connection` names it (`active`), the old one may still be in use (`draining`), is not in
 * use (`idle`), and is gone (`retired`, which is `steady` again).
 */
export type Position = "steady" | "staged" | "verified" | "delivered" | "active" | "draining" | "idle";

/** A situation, judged. */
export interface Standing {
    readonly position: Position;
    readonly decision: Decision;
    /** Who uses each old certificate, as far as the log tells. */
    readonly drains: Readonly<Record<string, Drain>>;
}

/** Judges where the login is, and what comes next. */
export function judge(situation: Situation, policy: RenewalPolicy): Standing {
    const drains = drainsOf(situation, policy);
    const decision =
        misnamed(situation, policy) ??
        agreement(situation) ??
        firstOf(succession(situation, policy), retirement(situation, policy, drains)) ??
        nothingDue(situation, policy);
    const possible = withoutSecrets(inWindow(decision, situation, policy), situation);
    return { position: positionOf(situation, policy, drains), decision: possible, drains };
}

/** A misspelt key in an emergency must not look like success. One that was active before may be gone already. */
function misnamed({ slots, formerKeys }: Situation, { compromised }: RenewalPolicy): Decision | undefined {
    const keys = slots.map(({ key }) => key);
    return compromised === undefined || keys.includes(compromised) || formerKeys.includes(compromised)
        ? undefined
        : person(`the stack has no certificate "${compromised}". Its certificates are: ${keys.join(", ")}.`);
}

/** A configuration that says something else than the last update did: either half of a step, or somebody's old copy. */
function agreement(situation: Situation): Decision | undefined {
    const { slots, configuredActive, deployedActive } = situation;
    const active = slotOf(situation, deployedActive);
    if (active?.deployed?.isAccepted !== true) {
        return person(
            `the active certificate "${deployedActive}" is not accepted: the application has no credential with it. Run \`exo-unattended repair\`, then \`pulumi up\`.`,
        );
    }
    const unknown = slots.filter(
        (slot) => slot.deployed === undefined && !isSuccessor(situation, slot) && !isPredecessor(situation, slot),
    );
    if (unknown.length > 0) {
        return person(`the certificate ${names(unknown)} was not deployed yet. Run \`pulumi up\`.`);
    }
    const lost = slots.filter(
        (slot) => slot.configured === undefined && slot.deployed !== undefined && !isPredecessor(situation, slot),
    );
    if (lost.length > 0 && templateOf(situation)["certificatePem"] !== undefined) {
        return person(
            `the certificate ${names(lost)} was deployed already, and the configuration does not have it. Take the configuration from version control: a supplied certificate cannot be put back from the state.`,
        );
    }
    const wanted = slotOf(situation, configuredActive);
    if (configuredActive !== deployedActive && (wanted === undefined || !isSuccessor(situation, wanted))) {
        return restore(`activeCertificate is "${configuredActive}", but "${deployedActive}" was deployed`);
    }
    const gone = slots.filter((slot) => slot.deployed === undefined && isPredecessor(situation, slot));
    if (gone.length > 0) {
        return restore(`the certificate ${names(gone)} was removed already`);
    }
    return lost.length > 0 ? restore(`the certificate ${names(lost)} was deployed already`) : undefined;
}

/** From one certificate to the next: stage, verify, deliver, switch. */
function succession(situation: Situation, policy: RenewalPolicy): Decision | undefined {
    const { now, deployedActive, objections, slots } = situation;
    const successors = deployedSlots(situation).filter((slot) => isSuccessor(situation, slot));
    const active = slotOf(situation, deployedActive)?.deployed;
    const isLater = ({ notAfter }: DeployedCertificate): boolean =>
        policy.compromised === deployedActive || (active !== undefined && notAfter > active.notAfter);
    const successor = successors.findLast(
        ({ deployed }) => isLater(deployed) && Date.parse(deployed.notAfter) > now.getTime(),
    );
    if (successor !== undefined) {
        return switching(situation, policy, successor);
    }
    const planned = slots.find((slot) => slot.deployed === undefined && isSuccessor(situation, slot));
    if (planned === undefined && (active === undefined || !isDue(situation, policy, active))) {
        return undefined;
    }
    const key = planned?.key ?? nextKey(situation, now);
    return objections.length > 0 ? person(...objections) : step({ kind: "stage", key, from: deployedActive });
}

function isDue({ now, deployedActive }: Situation, policy: RenewalPolicy, active: DeployedCertificate): boolean {
    return policy.compromised === deployedActive || renewalDue(active, policy.beforeMs) <= now;
}

function switching(
    situation: Situation,
    policy: RenewalPolicy,
    { key, deployed }: Slot & { readonly deployed: DeployedCertificate },
): Decision {
    if (!deployed.isAccepted) {
        return person(
            `the new certificate "${key}" is not accepted: the application has no credential with it. Run \`exo-unattended repair\`, then \`pulumi up\`.`,
        );
    }
    return (
        settling(situation, policy, key, deployed) ??
        unverified(key, deployed) ??
        (lagging(situation, deployed.thumbprint).length > 0
            ? person(...lagging(situation, deployed.thumbprint).map((place) => deliver(situation, place, key)))
            : undefined) ??
        reportsBehind(situation, policy, key, deployed) ??
        step({ kind: "switch", key, from: situation.deployedActive })
    );
}

function nothingDue(situation: Situation, policy: RenewalPolicy): Decision {
    const active = slotOf(situation, situation.deployedActive)?.deployed;
    const until = active === undefined ? situation.now : renewalDue(active, policy.beforeMs);
    const back = situation.slots.filter(
        ({ key, wasActive }) =>
            wasActive &&
            isGeneration(key) &&
            !isPredecessor(situation, { key, wasActive, configured: undefined, deployed: undefined }) &&
            key !== situation.deployedActive,
    );
    return {
        kind: "nothing due",
        until,
        reasons: back.map(({ key }) => `"${key}" was active and was taken back: make it active, or remove it`),
    };
}

function drainsOf(situation: Situation, { waived }: RenewalPolicy): Readonly<Record<string, Drain>> {
    const { evidence, deployedActive } = situation;
    const active = slotOf(situation, deployedActive)?.deployed?.thumbprint;
    if (evidence.kind === "none" || active === undefined) {
        return {};
    }
    return Object.fromEntries(
        deployedSlots(situation)
            .filter(({ key }) => key !== deployedActive)
            .map(({ key, deployed }) => [key, drainOf(evidence, deployed.thumbprint, active, waived)]),
    );
}

function positionOf(situation: Situation, policy: RenewalPolicy, drains: Readonly<Record<string, Drain>>): Position {
    const successor = deployedSlots(situation).findLast((slot) => isSuccessor(situation, slot));
    if (successor !== undefined) {
        const { key, deployed } = successor;
        return deployed.verification?.verdict !== "verified"
            ? "staged"
            : lagging(situation, deployed.thumbprint).length > 0 ||
                reportsBehind(situation, policy, key, deployed) !== undefined
              ? "verified"
              : "delivered";
    }
    const old = deployedSlots(situation).filter((slot) => isPredecessor(situation, slot));
    if (old.length === 0) {
        return "steady";
    }
    if (old.every(({ key }) => quiet(situation, policy, key, drains[key]) === undefined)) {
        return "idle";
    }
    return old.some(({ key }) => drains[key]?.lastUse !== undefined) ? "draining" : "active";
}

/** Outside of the windows nothing is changed; an emergency does not wait for one, and neither does a verification. */
function inWindow(decision: Decision, { now }: Situation, { windows, compromised }: RenewalPolicy): Decision {
    if (decision.kind !== "step" || decision.step.kind === "verify" || compromised !== undefined) {
        return decision;
    }
    const opening = nextOpening(windows, now);
    return opening <= now
        ? decision
        : { kind: "waiting", until: opening, reasons: [`the renewal window opens on ${wholeSeconds(opening)}`] };
}

/** What would write a private key again is left to a person. */
function withoutSecrets(decision: Decision, situation: Situation): Decision {
    if (decision.kind !== "step" || !situation.holdsSecret) {
        return decision;
    }
    const { certificates } = changedValues(configurationAfter(situation, decision.step), configurationNow(situation));
    return decision.step.kind === "verify" || certificates === undefined
        ? decision
        : person(
              `the configuration of the certificates holds a private key, so it is not written by renew. Do this yourself: ${byHand(decision.step)}`,
          );
}

const restore = (because: string): Decision => step({ kind: "restore", because });
const names = (slots: readonly Slot[]): string => slots.map(({ key }) => `"${key}"`).join(", ");
