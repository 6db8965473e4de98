import { wholeSeconds } from "../certificate/wholeSeconds";
import { firstOf, person, step, type Decision } from "./decision";
import { logDelayMs, type Drain } from "./drain";
import { defaultGraceMs, type RenewalPolicy } from "./policy";
import { deliver, reportsBehind, unverified } from "./readiness";
import { deployedSlots, isPredecessor, slotOf, type DeployedCertificate, type Situation, type Slot } from "./situation";

/** Removes old certificates, the oldest first. */
export function retirement(
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
    const { reports } = situation;
    const mine = { ...situation, reports: reports.filter(({ thumbprint }) => thumbprint === deployed.thumbprint) };
    return (
        (active && reportsBehind(mine, { ...policy, requiredReports: [] }, deployedActive, active)) ??
        quiet(situation, policy, key, drain) ??
        retire(reasonOf(situation, policy, drain))
    );
}

/** What is to be waited for until a certificate counts as unused; undefined when it does. */
export function quiet(
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
