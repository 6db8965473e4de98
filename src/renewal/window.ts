import { UserError } from "../errors/userError";

/** When changes are allowed: on these days, between these minutes of the day, in this time zone. */
export interface RenewalWindow {
    /** As `Date.getDay`: 0 is Sunday. */
    readonly days: ReadonlySet<number>;
    /** Minutes since midnight; the end is not part of the window. */
    readonly from: number;
    readonly to: number;
    /** A name of the IANA time zone database, such as `Europe/Paris`. */
    readonly timeZone: string;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const minute = 60_000;

/**
 * Reads a window such as `Mon-Fri 08:00-17:00 Europe/Paris`, `Sat,Sun 00:00-24:00 UTC` or `Tue 22:00-23:30 UTC`.
 * @throws UserError for anything else
 */
export function parseWindow(text: string): RenewalWindow {
    const [, days = "", fromHour, fromMinute, toHour, toMinute, timeZone = ""] =
        /^([A-Za-z,-]+) (\d\d):(\d\d)-(\d\d):(\d\d) (\S+)$/.exec(text.trim()) ?? [];
    const from = Number(fromHour) * 60 + Number(fromMinute);
    const to = Number(toHour) * 60 + Number(toMinute);
    const isTime = Number(fromMinute) < 60 && Number(toMinute) < 60 && from < to && to <= 24 * 60;
    const named = days.split(",").flatMap(daysOf);
    if (!isTime || named.includes(undefined) || !isTimeZone(timeZone)) {
        throw new UserError(
            `the renewal window is not days, hours and a time zone (got ${text})`,
            'Write it as "Mon-Fri 08:00-17:00 Europe/Paris". A window that passes midnight is two windows.',
        );
    }
    return { days: new Set(named.filter((day) => day !== undefined)), from, to, timeZone };
}

/** `Mon` or `Mon-Fri`; a range may pass the end of the week. */
function daysOf(text: string): (number | undefined)[] {
    const [first = -1, last = first] = text.split("-").map((name) => indexOf(name));
    if (first < 0 || last < 0 || text.split("-").length > 2) {
        return [undefined];
    }
    const count = ((last - first + 7) % 7) + 1;
    return Array.from({ length: count }, (_, index) => (first + index) % 7);
}

function indexOf(name: string): number {
    return weekdays.findIndex((weekday) => weekday.toLowerCase() === name.toLowerCase());
}

function isTimeZone(name: string): boolean {
    try {
        return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
    } catch {
        return false;
    }
}

/** The first minute from a time on that is in one of the windows: the time itself when it is. @default always */
export function nextOpening(windows: readonly RenewalWindow[], from: Date): Date {
    if (windows.length === 0 || windows.some((window) => isOpen(window, from))) {
        return from;
    }
    const start = Math.ceil(from.getTime() / minute) * minute;
    // A window opens at least once a week; a change to summer time may leave out an hour of one day.
    for (let time = start; time < start + 15 * 24 * 60 * minute; time += minute) {
        const candidate = new Date(time);
        if (windows.some((window) => isOpen(window, candidate))) {
            return candidate;
        }
    }
    return from;
}

function isOpen({ days, from, to, timeZone }: RenewalWindow, time: Date): boolean {
    const parts = new Map(
        formatOf(timeZone)
            .formatToParts(time)
            .map(({ type, value }) => [type, value] as const),
    );
    const minutes = Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
    return days.has(indexOf(parts.get("weekday") ?? "")) && minutes >= from && minutes < to;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it ten thousand times. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
    const known =
        formats.get(timeZone) ??
        new Intl.DateTimeFormat("en-US", {
            timeZone,
            weekday: "short",
            hour: "2-digit",
            minute: "2-digit",
            hourCycle: "h23",
        });
    formats.set(timeZone, known);
    return known;
}
