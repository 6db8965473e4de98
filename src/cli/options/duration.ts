import { longestTimeoutMs } from "../../verification/options";
import { UserError } from "../../errors/userError";

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a duration such as `0`, `90s`, `15m` or `1h`.
 * @throws UserError for anything else, and for more than 6 hours.
 */
export function parseDuration(text: string): number {
    const [, count = "", unit = ""] = /^(\d+)([smh])$/.exec(text) ?? [];
    const ms = text === "0" ? 0 : Number(count) * (unitMs[unit] ?? NaN);
    if (Number.isNaN(ms) || ms > longestTimeoutMs) {
        throw new UserError(`--timeout ${text}: give 0, or seconds, minutes or hours such as 90s, 15m or 2h, up to 6h`);
    }
    return ms;
}
