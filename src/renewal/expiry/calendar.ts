import { inert } from "../../http/foreignText";
import { UserError } from "../../errors/userError";
import type { CertificateExpiry, ExpiryReport, StackExpiry } from "./expiry";

/** One property and its value, complete with parameters: `DTSTART;VALUE=DATE:20270101`. */
type ContentLine = string;

/**
 * A calendar to subscribe to, as iCalendar (RFC 5545 and RFC 7986): the day on which each active certificate is due for
 * renewal, the moment at which each certificate ends, and today for each stack that cannot be read, so that its events
 * do not go missing silently. An event keeps its identity until its certificate is replaced.
 * @throws UserError when no event is left: a calendar must have one
 */
export function expiryCalendar(report: ExpiryReport): string {
    const events = report.stacks.flatMap((stack) => eventsOf(stack, report.checkedAt));
    if (events.length === 0) {
        throw new UserError("no stack has a certificate, and a calendar must have an event", "Run `pulumi up` first.");
    }
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//exo-unattended//expiry//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Exchange Online certificates",
        // What calendars read that do not know RFC 7986.
        "X-WR-CALNAME:Exchange Online certificates",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        ...events.flat(),
        "END:VCALENDAR",
    ]
        .map((line) => `${folded(line)}\r\n`)
        .join("");
}

function eventsOf(stack: StackExpiry, checkedAt: string): ContentLine[][] {
    if (stack.verdict === "unreadable") {
        return [
            event(stack, "unreadable", checkedAt, [
                `DTSTART;VALUE=DATE:${date(checkedAt)}`,
                ...texts(`${stack.name}: certificates cannot be read`, stack.finding),
            ]),
        ];
    }
    return stack.certificates.flatMap((certificate) => [
        event(stack, `end-${certificate.thumbprint}`, checkedAt, [
            `DTSTART:${dateTime(certificate.notAfter)}`,
            ...texts(`${stack.name}: certificate "${certificate.key}" ends`, description(stack, certificate)),
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            `DESCRIPTION:${escaped(`${stack.name}: certificate "${certificate.key}" ends in 7 days`)}`,
            "TRIGGER:-P7D",
            "END:VALARM",
        ]),
        ...(certificate.isActive
            ? [
                  event(stack, `due-${certificate.thumbprint}`, checkedAt, [
                      `DTSTART;VALUE=DATE:${date(certificate.renewalDue)}`,
                      ...texts(
                          `${stack.name}: renew certificate "${certificate.key}"`,
                          description(stack, certificate),
                      ),
                  ]),
              ]
            : []),
    ]);
}

function description(
    { name, organization }: StackExpiry,
    { key, thumbprint, notAfter, isActive }: CertificateExpiry,
): string {
    return [
        `Stack ${name}, organization ${organization ?? ""}`,
        `Certificate "${key}" (${isActive ? "active" : "not active"}), thumbprint ${thumbprint}`,
        `Valid until ${notAfter}`,
    ].join("\n");
}

function event({ name }: StackExpiry, id: string, checkedAt: string, lines: readonly ContentLine[]): ContentLine[] {
    return [
        "BEGIN:VEVENT",
        // The same in each run: calendars update the event in place of adding one.
        `UID:${id.toLowerCase()}-${encodeURIComponent(name)}@exo-unattended`,
        `DTSTAMP:${dateTime(checkedAt)}`,
        // It does not make anybody busy.
        "TRANSP:TRANSPARENT",
        ...lines,
        "END:VEVENT",
    ];
}

function texts(summary: string, text: string): ContentLine[] {
    return [`SUMMARY:${escaped(summary)}`, `DESCRIPTION:${escaped(text)}`];
}

/** A value of the type TEXT (RFC 5545 §3.3.11). */
function escaped(text: string): string {
    return inert(text)
        .replace(/[\\;,]/g, "\\$&")
        .replaceAll("\n", "\\n");
}

/** `20270131T080000Z` (RFC 5545 §3.3.5, form 2). */
function dateTime(time: string): string {
    return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** `20270131` (RFC 5545 §3.3.4). */
function date(time: string): string {
    return dateTime(time).slice(0, 8);
}

/** The most octets in a line (RFC 5545 §3.1). */
const longestLine = 75;

/** The line, continued in lines that begin with a blank; no character is divided. */
function folded(line: string): string {
    const lines = [""];
    for (const character of line) {
        const last = lines.at(-1) ?? "";
        if (Buffer.byteLength(last) + Buffer.byteLength(character) > longestLine) {
            lines.push(` ${character}`);
        } else {
            lines[lines.length - 1] = last + character;
        }
    }
    return lines.join("\r\n");
}
