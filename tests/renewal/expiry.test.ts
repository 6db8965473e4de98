import ICAL from "ical.js";
import type { StackOutputs } from "../../src/pulumi/stackOutputs";
import { expiryCalendar } from "../../src/renewal/expiry/calendar";
import { expiryReport, stackExpiry, stackWithout, summaryOf, type StackExpiry } from "../../src/renewal/expiry/expiry";
import { expiryMetrics } from "../../src/renewal/expiry/metrics";
import { UserError } from "../../src/errors/userError";

const now = new Date("2026-11-26T12:00:00Z");
const thumbprint = (digit: string): string => digit.repeat(40);

/** The outputs of a stack whose first certificate is active, each with its last day. */
function outputsOf(
    certificates: Readonly<Record<string, string>>,
    organization = "contoso.onmicrosoft.com",
): StackOutputs {
    const dated = Object.fromEntries(
        Object.entries(certificates).map(([key, notAfter], index) => [
            key,
            { thumbprint: thumbprint(String(index)), notBefore: "2026-01-01T00:00:00Z", notAfter },
        ]),
    );
    const guid = "00000000-0000-4000-8000-000000000000";
    const connection = {
        schemaVersion: 1,
        cloud: "global",
        tenantId: guid,
        organization,
        clientId: guid,
        applicationObjectId: guid,
        servicePrincipalObjectId: guid,
        thumbprintSha256: "0".repeat(64),
        roles: [],
        exchangeRoleGroups: [],
        ...Object.values(dated)[0],
    };
    return {
        connection,
        certificates: dated,
        certificatePem: undefined,
        privateKeyPem: undefined,
        pfx: undefined,
        deliveryManifest: undefined,
    };
}

const stack = (name: string, certificates: Readonly<Record<string, string>>, beforeMs?: number): StackExpiry =>
    stackExpiry(name, outputsOf(certificates), { now, beforeMs });

describe("the certificates of a stack", () => {
    test.each([
        ["are valid before two thirds of their life are over", "2027-06-01T00:00:00Z", undefined, "valid"],
        ["are due after two thirds of their life", "2027-03-01T00:00:00Z", undefined, "due"],
        ["are due so long before their end as asked", "2027-06-01T00:00:00Z", 200 * 86_400_000, "due"],
        ["are valid until then", "2027-03-01T00:00:00Z", 30 * 86_400_000, "valid"],
        ["have expired after their last second", "2026-11-26T11:59:59Z", undefined, "expired"],
    ])("%s", (_, notAfter, beforeMs, verdict) => {
        expect(stack("prod", { current: notAfter }, beforeMs).verdict).toBe(verdict);
    });

    test("are judged by the active one; the others are listed, the one that ends first at the top", () => {
        const { verdict, certificates } = stack("prod", {
            next: "2028-01-01T00:00:00Z",
            current: "2026-11-01T00:00:00Z",
        });
        expect(verdict).toBe("valid");
        expect(certificates.map(({ key, isActive, daysLeft }) => [key, isActive, daysLeft])).toEqual([
            ["current", false, -26],
            ["next", true, 400],
        ]);
    });

    test("of a program without the output `certificates` are the one of its connection", () => {
        const outputs = outputsOf({ current: "2028-01-01T00:00:00Z" });
        expect(stackExpiry("prod", { ...outputs, certificates: {} }, { now }).certificates).toEqual([
            expect.objectContaining({ key: "active", isActive: true, notAfter: "2028-01-01T00:00:00Z" }),
        ]);
    });
});

describe("the exit status", () => {
    const valid = stack("valid", { current: "2030-01-01T00:00:00Z" });
    const due = stack("due", { current: "2026-12-01T00:00:00Z" });
    const expired = stack("expired", { current: "2026-11-01T00:00:00Z" });
    const unreadable = stackWithout("broken", "unreadable", "no stack named 'broken' found");
    const empty = stackWithout("new", "not-deployed", "no certificate yet");

    test.each([
        [[valid, empty], 0],
        [[valid, due], 4],
        [[due, unreadable], 2],
        [[unreadable, expired, due], 1],
    ])("is that of the worst stack", (stacks, status) => {
        expect(expiryReport(stacks, now).exitStatus).toBe(status);
    });

    test("comes with a sentence that counts", () => {
        expect(summaryOf(expiryReport([valid, due, expired, unreadable, empty], now))).toBe(
            "5 stacks: 1 expired, 1 due for renewal, 1 unreadable, 1 valid, 1 not deployed",
        );
    });
});

describe("the calendar, as ical.js reads it,", () => {
    const eventsOf = (text: string): ICAL.Event[] =>
        new ICAL.Component(ICAL.parse(text) as unknown[])
            .getAllSubcomponents("vevent")
            .map((one) => new ICAL.Event(one));

    test("has the day of the renewal and the moment of the end, and the same events in the next run", () => {
        const stacks = [stack("prod", { current: "2027-06-01T08:30:00Z", next: "2028-01-01T00:00:00Z" })];
        const events = eventsOf(expiryCalendar(expiryReport(stacks, now)));
        expect(events.map(({ summary, startDate }) => [startDate.toString(), summary])).toEqual([
            ["2027-06-01T08:30:00Z", 'prod: certificate "current" ends'],
            ["2026-12-11", 'prod: renew certificate "current"'],
            ["2028-01-01T00:00:00Z", 'prod: certificate "next" ends'],
        ]);
        const later = eventsOf(expiryCalendar(expiryReport(stacks, new Date("2026-12-01T00:00:00Z"))));
        expect(later.map(({ uid }) => uid)).toEqual(events.map(({ uid }) => uid));
        expect(new Set(events.map(({ uid }) => uid)).size).toBe(3);
    });

    test("has every character of a name, in lines of at most 75 octets that end with CR LF", () => {
        const name = `org/prod; "Büro", ${"日本語".repeat(20)} \\ 🎉🎉🎉`;
        const text = expiryCalendar(expiryReport([stack(name, { current: "2027-06-01T08:30:00Z" })], now));
        expect(eventsOf(text)[0]?.summary).toBe(`${name}: certificate "current" ends`);
        const lines = text.split("\r\n");
        expect(lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n\uFFFD]/.test(line))).toEqual([]);
        expect(lines.at(-1)).toBe("");
    });

    test("says today which stack cannot be read, in one event whatever the reason holds", () => {
        const report = expiryReport([stackWithout("broken", "unreadable", "no\r\nEND:VEVENT\r\n such, stack")], now);
        const events = eventsOf(expiryCalendar(report));
        expect(events.map(({ startDate, summary }) => [startDate.toString(), summary])).toEqual([
            ["2026-11-26", "broken: certificates cannot be read"],
        ]);
    });

    test("is refused when it would have no event", () => {
        const report = expiryReport([stackWithout("new", "not-deployed", "no certificate yet")], now);
        expect(() => expiryCalendar(report)).toThrow(UserError);
    });
});

test("the metrics are gauges with one block each, with escaped labels and an end", () => {
    const report = expiryReport(
        [
            stackExpiry('a "quoted"\\stack\n', outputsOf({ current: "2027-06-01T08:30:00Z" }), { now }),
            stackWithout("broken", "unreadable", "no stack"),
        ],
        now,
    );
    const lines = expiryMetrics(report).split("\n");
    const labels = `stack="a \\"quoted\\"\\\\stack\\n",organization="contoso.onmicrosoft.com",certificate="current",thumbprint="${thumbprint("0")}",active="true"`;
    expect(lines.slice(0, 4)).toEqual([
        "# TYPE exo_unattended_certificate_not_after_timestamp_seconds gauge",
        "# UNIT exo_unattended_certificate_not_after_timestamp_seconds seconds",
        expect.stringMatching(/^# HELP exo_unattended_certificate_not_after_timestamp_seconds \S/),
        `exo_unattended_certificate_not_after_timestamp_seconds{${labels}} ${Date.parse("2027-06-01T08:30:00Z") / 1000}`,
    ]);
    expect(lines).toContain('exo_unattended_stack_readable{stack="broken"} 0');
    expect(lines).toContain(`exo_unattended_expiry_check_timestamp_seconds ${now.getTime() / 1000}`);
    expect(lines.slice(-2)).toEqual(["# EOF", ""]);
});
