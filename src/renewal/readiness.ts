import { wholeSeconds } from "../certificate/wholeSeconds";
import type { HostReport } from "../delivery/hostReport";
import type { Delivery } from "../delivery/manifest";
import { foreignText } from "../http/foreignText";
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
export function deliver(situation: Situation, { place, host, thumbprint }: Delivery, key: string): string {
    return `${place}${host === undefined ? "" : ` on ${host}`} holds ${held(situation, thumbprint)}. Deliver the new one: \`exo-unattended export ${place} --certificate ${key} --force\` with --stack, --manifest and a password.`;
}

/**
 * What machines must do, by their own reports, before a certificate is the one that all use. A report of a certificate that
 * is gone says nothing: that script does not work any more.
 */
export function reportsBehind(
    situation: Situation,
    { waived, requiredReports, compromised }: RenewalPolicy,
    key: string,
    { thumbprint }: Pick<DeployedCertificate, "thumbprint">,
): Decision | undefined {
    const { reports, slots, places, now, deployedActive } = situation;
    const isWaived = (host: string): boolean => waived.some((one) => isSameHost(one, host));
    const behind = reports.filter(
        (report) =>
            report.thumbprint !== thumbprint &&
            slots.some(({ deployed }) => deployed?.thumbprint === report.thumbprint) &&
            !isWaived(report.host),
    );
    const holdsNew = (host: string): boolean =>
        places.some(
            (place) => place.thumbprint === thumbprint && place.host !== undefined && isSameHost(place.host, host),
        );
    const undelivered = behind.filter(({ host }) => !holdsNew(host));
    if (undelivered.length > 0) {
        return person(
            ...undelivered.map(
                (report) =>
                    `${used(situation, report)}. Deliver "${key}" to it with \`exo-unattended export\` or, for a script that names its certificate, \`exo-unattended script\`. If nobody uses it any more, waive ${foreignText(report.host)}`,
            ),
        );
    }
    if (compromised === deployedActive) {
        // An emergency delivers, and does not wait until a script runs.
        return undefined;
    }
    const silent = requiredReports.filter(
        (host) => !reports.some((report) => isSameHost(report.host, host) && report.thumbprint === thumbprint),
    );
    const reasons = [
        ...behind.map((report) => `${used(situation, report)}, and has "${key}" for its next run`),
        ...silent
            .filter((host) => !behind.some((report) => isSameHost(report.host, host)))
            .map((host) => `${host} has not reported a sign-in with "${key}" yet`),
    ];
    return reasons.length === 0 ? undefined : { kind: "waiting", until: undefined, reasons };

    function used(one: Situation, { host, by, thumbprint: old, at }: HostReport): string {
        return `${foreignText(host)} (${foreignText(by)}) used ${held(one, old)}, ${ago(now, at)}`;
    }
}

/** A certificate of the stack by its key and age; another one by its thumbprint. */
function held({ now, slots }: Situation, thumbprint: string): string {
    const slot = slots.find(({ deployed }) => deployed?.thumbprint === thumbprint);
    return slot?.deployed === undefined
        ? thumbprint
        : `"${slot.key}", ${days(now.getTime() - Date.parse(slot.deployed.notBefore))} days old`;
}

function ago(now: Date, at: string): string {
    const ms = now.getTime() - Date.parse(at);
    return ms < hour
        ? "in the last hour"
        : ms < 48 * hour
          ? `${Math.floor(ms / hour)} hours ago`
          : `${days(ms)} days ago`;
}

const hour = 3_600_000;
const days = (ms: number): number => Math.floor(ms / (24 * hour));
/** Windows shows its name in capitals, whatever DNS has. */
const isSameHost = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
