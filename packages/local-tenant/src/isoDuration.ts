const pattern = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The time that an ISO 8601 duration such as `P180D` or `P1Y` after a start leads to.
 * @returns undefined when the text is not a duration
 */
export function after(start: Date, duration: string): Date | undefined {
    const match = pattern.exec(duration);
    if (!match || /[PT]$/.test(duration)) {
        return undefined;
    }
    const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = Array.from(
        { length: 7 },
        (_, index) => Number(match[index + 1] ?? 0),
    );
    const end = new Date(start);
    end.setUTCFullYear(end.getUTCFullYear() + years, end.getUTCMonth() + months);
    end.setUTCDate(end.getUTCDate() + weeks * 7 + days);
    end.setUTCHours(end.getUTCHours() + hours, end.getUTCMinutes() + minutes, end.getUTCSeconds() + seconds);
    return end;
}
