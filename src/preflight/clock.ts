import { failed, passed, skipped, type Outcome } from "../checks/check";

/** From this difference on, sign-ins and new certificates are refused, in seconds (Microsoft Entra's tolerance is 5 minutes, assumed). */
const toleranceSeconds = 300;

/**
 * Whether this machine's clock is right.
 * @param entraTime what Microsoft Entra's clock says, in whole seconds; undefined when it does not say
 */
export function checkClock(entraTime: Date | undefined, now: Date): Outcome {
    if (entraTime === undefined) {
        return skipped("Microsoft Entra's answer has no date");
    }
    const seconds = Math.round((now.getTime() - entraTime.getTime()) / 1000);
    const evidence = `this machine's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} Microsoft Entra's`;
    return Math.abs(seconds) < toleranceSeconds
        ? passed(evidence)
        : failed(
              evidence,
              "Set the clock of this machine, best by NTP: a certificate made now would not be valid, or no longer.",
          );
}
