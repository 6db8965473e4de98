import { wholeSeconds } from "../certificate/wholeSeconds";
import type { Delivery } from "../delivery/manifest";
import { drainOf, logDelayMs, type Drain } from "./drain";
import { isGeneration, nextGeneration } from "./generation";
import { defaultGraceMs, type RenewalPolicy } from "./policy";
import { renewalDue } from "./schedule";
import {
    deployedSlots,
    isPredecessor,
    isSuccessor,
    slotOf,
    type DeployedCertificate,
    type Situation,
    type Slot,
} from "./situation";
import { nextOpening } from "./window";

/**
 * Where the login is on the way from one certificate to the next. It follows from what is there, and is never stored:
 * `steady`, then a second certificate is accepted (`staged`), several sign-ins with it succeeded (`verified`), every
 * place holds it (`delivered`), `connection` names it (`active`), the old one may still be in use (`draining`), is not in
 * use (`idle`), and is gone (`retired`, which is `steady` again).
 */
export type Position = "steady" | "staged" | "verified" | "delivered" | "active" | "draining" | "idle";

/** What a renewal does: each changes one thing. */
export type Step =
    /** Adds a certificate beside the others. `from` is the one whose arguments it gets. */
    | { readonly kind: "stage"; readonly key: string; readonly from: string }
    /** Signs in with a certificate several times; changes nothing. */
    | { readonly kind: "verify"; readonly key: string }
    /** Makes a certificate the active one, which places in Azure get with it. */
    | { readonly kind: "switch"; readonly key: string; readonly from: string }
    /** Removes an old certificate. */
    | { readonly kind: "retire"; readonly key: string; readonly because: string }
    /** Makes the configuration agree with what was deployed already; deploys nothing. */
    | { readonly kind: "restore"; readonly because: string };

/** What comes next. */
export type Decision =
    | { readonly kind: "nothing due"; readonly until: Date; readonly reasons: readonly string[] }
    | { readonly kind: "step"; readonly step: Step }
    | { readonly kind: "waiting"; readonly until: Date | undefined; readonly reasons: readonly string[] }
    /** Only a person can go on. */
    | { readonly kind: "person"; readonly reasons: readonly string[] };

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
    return { position: positionOf(situation, policy, drains), decision: inWindow(decision, situation, policy), drains };
}

/** A misspelt key in an emergency must not look like success. One that was active before may be gone already. */
function misnamed({ slots, formerKeys }: Situation, { compromised }: RenewalPolicy): Decision | undefined {
    const keys = slots.map(({ key }) => key);
    return compromised === undefined || keys.includes(compromised) || formerKeys.includes(compromised)
        ? undefined
        : person(`the stack has no certificate "${compromised}". Its certificates are: ${keys.join(", ")}.`);
}

/** A step that can be made now comes before anything to wait for. */
function firstOf(...decisions: readonly (Decision | undefined)[]): Decision | undefined {
    const order = ["step", "person", "waiting"];
    return decisions
        .filter((decision) => decision !== undefined)
        .toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind))[0];
}

/** A configuration that says something else than the last update did: either half of a step, or somebody's old copy. */
function agreement(situation: Situation): Decision | undefined {
    const { slots, configuredActive, deployedActive } = situation;
    const active = slotOf(situation, deployedActive);
    if (active?.deployed?.isAccepted !== true) {
        return person(
            `the active certificate "${deployedActive}" is not accepted: the application has no credential with it. Run \`exo-unattended repair\`.`,
        );
    }
    const unknown = slots.filter(
        (slot) => slot.deployed === undefined && !isSuccessor(situation, slot) && !isPredecessor(situation, slot),
    );
    if (unknown.length > 0) {
        return person(`the certificate ${names(unknown)} was not deployed yet. Run \`pulumi up\`.`);
    }
    const wanted = slotOf(situation, configuredActive);
    if (configuredActive !== deployedActive && (wanted === undefined || !isSuccessor(situation, wanted))) {
        return restore(`activeCertificate is "${configuredActive}", but "${deployedActive}" was deployed`);
    }
    const gone = slots.filter((slot) => slot.deployed === undefined && isPredecessor(situation, slot));
    if (gone.length > 0) {
        return restore(`the certificate ${names(gone)} was removed already`);
    }
    const lost = slots.filter(
        (slot) => slot.configured === undefined && slot.deployed !== undefined && !isPredecessor(situation, slot),
    );
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
        return switching(situation, successor);
    }
    const planned = slots.find((slot) => slot.deployed === undefined && isSuccessor(situation, slot));
    if (planned === undefined && (active === undefined || !isDue(situation, policy, active))) {
        return undefined;
    }
    const key =
        planned?.key ??
        nextGeneration(
            slots.map((slot) => slot.key),
            now,
        );
    return objections.length > 0 ? person(...objections) : step({ kind: "stage", key, from: deployedActive });
}

function isDue({ now, deployedActive }: Situation, policy: RenewalPolicy, active: DeployedCertificate): boolean {
    return policy.compromised === deployedActive || renewalDue(active, policy.beforeMs) <= now;
}

function switching(
    situation: Situation,
    { key, deployed }: Slot & { readonly deployed: DeployedCertificate },
): Decision {
    if (!deployed.isAccepted) {
        return person(
            `the new certificate "${key}" is not accepted: the application has no credential with it. Run \`exo-unattended repair\`.`,
        );
    }
    return (
        unverified(key, deployed) ??
        (lagging(situation, deployed.thumbprint).length > 0
            ? person(...lagging(situation, deployed.thumbprint).map((place) => deliver(situation, place, key)))
            : step({ kind: "switch", key, from: situation.deployedActive }))
    );
}

/** What comes before anything that relies on a certificate; undefined when it is known to work. */
function unverified(key: string, { verification }: DeployedCertificate): Decision | undefined {
    switch (verification?.verdict) {
        case undefined:
            return step({ kind: "verify", key });
        case "verified":
            return undefined;
        case "refused":
            return person(`the certificate "${key}" does not work: ${verification.finding}`);
        case "not-in-time":
            return {
                kind: "waiting",
                until: undefined,
                reasons: [`"${key}" is not verified yet: ${verification.finding}`],
            };
    }
}

/** Places that must get a certificate by hand and do not have it. Those in Azure get it from the switch. */
function lagging({ places }: Situation, thumbprint: string): readonly Delivery[] {
    return places.filter((place) => place.kind === "file" && place.thumbprint !== thumbprint);
}

/** A place that lags, with the age of what it holds, and what delivers to it. */
function deliver({ now, slots }: Situation, { place, host, thumbprint }: Delivery, key: string): string {
    const held = slots.find(({ deployed }) => deployed?.thumbprint === thumbprint);
    const days = Math.floor((now.getTime() - Date.parse(held?.deployed?.notBefore ?? "")) / 86_400_000);
    const what = held === undefined ? thumbprint : `"${held.key}", ${days} days old`;
    return `${place}${host === undefined ? "" : ` on ${host}`} holds ${what}. Deliver the new one: \`exo-unattended export ${place} --certificate ${key} --force\` with --stack, --manifest and a password.`;
}

/** Removes old certificates, the oldest first. */
function retirement(
    situation: Situation,
    policy: RenewalPolicy,
    drains: Readonly<Record<string, Drain>>,
): Decision | undefined {
    const old = deployedSlots(situation).filter(
        (slot) => isPredecessor(situation, slot) || isCompromised(slot, situation, policy),
    );
    return firstOf(...old.map((slot) => retiring(situation, policy, slot, drains[slot.key])));
}

/** A person who names a leaked certificate wants it gone, whoever made it. */
function isCompromised({ key }: Slot, { deployedActive }: Situation, { compromised }: RenewalPolicy): boolean {
    return key === compromised && key !== deployedActive;
}

function retiring(
    situation: Situation,
    policy: RenewalPolicy,
    { key, deployed }: Slot & { readonly deployed: DeployedCertificate },
    drain: Drain | undefined,
): Decision {
    const { now, deployedActive, places } = situation;
    const active = slotOf(situation, deployedActive)?.deployed;
    const retire = (because: string): Decision =>
        (active === undefined ? undefined : unverified(deployedActive, active)) ??
        step({ kind: "retire", key, because });
    if (Date.parse(deployed.notAfter) <= now.getTime()) {
        return retire(`it ended on ${deployed.notAfter}`);
    }
    if (policy.compromised === key) {
        return retire("its private key is known to others");
    }
    const holding = places.filter(({ thumbprint }) => thumbprint === deployed.thumbprint);
    if (holding.length > 0) {
        return person(
            ...holding.map((place) =>
                place.kind === "file"
                    ? deliver(situation, place, deployedActive)
                    : `${place.place} still holds "${key}". Run \`pulumi up\`.`,
            ),
        );
    }
    return quiet(situation, policy, key, drain) ?? retire(reasonOf(situation, policy, drain));
}

/** What is to be waited for until a certificate counts as unused; undefined when it does. */
function quiet(
    { now, activeSince, evidence }: Situation,
    { graceMs = defaultGraceMs[evidence.kind] }: RenewalPolicy,
    key: string,
    drain: Drain | undefined,
): Decision | undefined {
    if (activeSince === undefined) {
        return person(
            `the stack's history does not tell when the active certificate became active, so nobody knows how long "${key}" has been unused. Remove it from the configuration yourself.`,
        );
    }
    const [first] = drain?.behind ?? [];
    if (first !== undefined) {
        return {
            kind: "waiting",
            until: undefined,
            reasons: (drain?.behind ?? []).map(
                ({ address, lastWithOld }) =>
                    `${address} used "${key}" on ${lastWithOld} and was not seen with the active certificate since`,
            ),
        };
    }
    const lastUse = Math.max(activeSince.getTime(), Date.parse(drain?.lastUse ?? "") || 0);
    const delay = evidence.kind === "sign-in log" && graceMs > 0 ? logDelayMs : 0;
    const until = new Date(lastUse + graceMs + delay);
    return until <= now
        ? undefined
        : {
              kind: "waiting",
              until,
              reasons: [
                  evidence.kind === "sign-in log"
                      ? `"${key}" must be unused until ${wholeSeconds(until)}, by the sign-in log`
                      : `"${key}" is kept until ${wholeSeconds(until)}: who uses it is not known, because ${evidence.reason}`,
              ],
          };
}

function reasonOf({ activeSince, evidence }: Situation, { waived }: RenewalPolicy, drain: Drain | undefined): string {
    const since = activeSince === undefined ? "" : ` since ${wholeSeconds(activeSince)}`;
    if (evidence.kind === "none") {
        return `another one is active${since}; by time alone, because ${evidence.reason}`;
    }
    const moved = (drain?.consumers ?? []).map(
        ({ address, lastWithActive }) =>
            `${address} ${lastWithActive === undefined || waived.includes(address) ? "is waived" : `changed by ${lastWithActive}`}`,
    );
    return [
        `the sign-in log shows no use of it${drain?.lastUse === undefined ? since : ` since ${drain.lastUse}`}`,
        ...moved,
    ].join("; ");
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
    const successor = deployedSlots(situation).findLast((slot) => isSuccessor(situation, slot))?.deployed;
    if (successor !== undefined) {
        return successor.verification?.verdict !== "verified"
            ? "staged"
            : lagging(situation, successor.thumbprint).length > 0
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

const step = (one: Step): Decision => ({ kind: "step", step: one });
const person = (...reasons: readonly string[]): Decision => ({ kind: "person", reasons });
const restore = (because: string): Decision => step({ kind: "restore", because });
const names = (slots: readonly Slot[]): string => slots.map(({ key }) => `"${key}"`).join(", ");
