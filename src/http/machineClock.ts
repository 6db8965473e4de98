import { failed, passed, skipped, type Outcome } from "../checks/check";
import type { Answer } from "./send";

/** How far a clock may be off, in milliseconds. Assumed (clock-tolerance): Microsoft's libraries allow five minutes for tokens. */
const toleranceMs = 5 * 60_000;

/**
 * How far this machine's clock is ahead of the service's, in milliseconds; undefined when the answer has no time
 * (`Date`, RFC 9110 §6.6.1: whole seconds).
 * @param sent when the request was sent, by this machine's clock
 * @param received when its answer was there
 */
export function clockAheadMs({ headers }: Answer, sent: Date, received: Date): number | undefined {
    const ahead = (sent.getTime() + received.getTime()) / 2 - Date.parse(headers["date"] ?? "");
    return Number.isNaN(ahead) ? undefined : ahead;
}

/**
 * Whether this machine's clock is right.
 * @param host whose clock it is compared with
 */
export function clockOutcome(aheadMs: number | undefined, host: string): Outcome {
    if (aheadMs === undefined) {
        return skipped(`the answer of ${host} has no time`);
    }
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    const evidence =
        seconds < 2
            ? `this machine's clock agrees with ${host}`
            : `this machine's clock is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} ${host}`;
    return Math.abs(aheadMs) <= toleranceMs
        ? passed(evidence)
        : failed(
              evidence,
              "Correct this machine's clock, preferably with NTP. Otherwise sign-ins are refused, and new certificates get wrong validity dates.",
          );
}
