import { UserError } from "../../errors/userError";

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Makes the parser of an option whose value is a period such as `0`, `90s`, `15m`, `12h` or `30d`, in milliseconds.
 * @param flag the option's name, for the error
 */
export function period(flag: string): (text: string) => number {
    return (text) => {
        const [, count = "", unit = ""] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
        const ms = text === "0" ? 0 : Number(count) * (unitMs[unit] ?? NaN);
        if (Number.isNaN(ms)) {
            throw new UserError(
                `${flag}: is not a period (got ${text})`,
                "Give a number with s, m, h or d, such as 90s, 12h or 30d.",
            );
        }
        return ms;
    };
}
