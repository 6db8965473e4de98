import { wholeSeconds } from "../certificate/wholeSeconds";
import type { Delivery } from "../delivery/manifest";
import { person, step, type Decision } from "./decision";
import type { RenewalPolicy } from "./policy";
import type { DeployedCertificate, Situation } from "./situation";

/** What comes before anything that relies on a certificate; undefined when it is known to work. */
export function unverified(key: string, { verification }: DeployedCertificate): Decision | undefined {
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

/**
 * What a new certificate waits for until it may be relied on: all front ends of Microsoft Entra. An emergency does not
 * wait: a leaked certificate is worse than a sign-in that is refused.
 */
export function settling(
    { now, deployedActive }: Situation,
    { settleMs, compromised }: RenewalPolicy,
    key: string,
    { acceptedSince }: DeployedCertificate,
): Decision | undefined {
    const until = new Date(Date.parse(acceptedSince) + settleMs);
    return until <= now || compromised === deployedActive
        ? undefined
        : {
              kind: "waiting",
              until,
              reasons: [
                  `"${key}" was added on ${wholeSeconds(new Date(acceptedSince))}: front ends of Microsoft Entra may not know it before ${wholeSeconds(until)}`,
              ],
          };
}

/** Places that must get a certificate by hand and do not have it. Those in Azure get it from the switch. */
export function lagging({ places }: Situation, thumbprint: string): readonly Delivery[] {
    return places.filter((place) => place.kind === "file" && place.thumbprint !== thumbprint);
}

/** A place that lags, with the age of what it holds, and what delivers to it. */
export function deliver({ now, slots }: Situation, { place, host, thumbprint }: Delivery, key: string): string {
    const held = slots.find(({ deployed }) => deployed?.thumbprint === thumbprint);
    const days = Math.floor((now.getTime() - Date.parse(held?.deployed?.notBefore ?? "")) / 86_400_000);
    const what = held === undefined ? thumbprint : `"${held.key}", ${days} days old`;
    return `${place}${host === undefined ? "" : ` on ${host}`} holds ${what}. Deliver the new one: \`exo-unattended export ${place} --certificate ${key} --force\` with --stack, --manifest and a password.`;
}
