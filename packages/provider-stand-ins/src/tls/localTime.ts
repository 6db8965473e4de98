/** Nanoseconds since 1970 as Go's RFC3339Nano writes them: the process's own offset, no trailing zeros. */
export function toLocalTime(nanoseconds: bigint): string {
    const date = new Date(Number(nanoseconds / 1_000_000n));
    const offset = -date.getTimezoneOffset();
    const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
    const fraction = (nanoseconds % 1_000_000_000n).toString().padStart(9, "0").replace(/0+$/, "");
    return local + (fraction && `.${fraction}`) + zone(offset);
}

function zone(offsetMinutes: number): string {
    if (offsetMinutes === 0) {
        return "Z";
    }
    const two = (value: number): string => String(Math.trunc(value)).padStart(2, "0");
    const size = Math.abs(offsetMinutes);
    return `${offsetMinutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}
