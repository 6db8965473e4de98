import { expiryCalendar } from "../../../renewal/expiry/calendar";
import { summaryOf, type ExpiryReport, type StackExpiry, type StackVerdict } from "../../../renewal/expiry/expiry";
import { expiryMetrics } from "../../../renewal/expiry/metrics";
import { jsonText } from "../../../text/json";
import { markdownTable, markdownText } from "../../../text/markdown";
import { formatTable } from "../../../text/table";
import { colorsFor, lineWidth, type Output } from "../../terminal/terminal";
import type { ExpiryFormat } from "./command";

const formats: Readonly<Record<ExpiryFormat, (report: ExpiryReport, output: Output) => string>> = {
    table: expiryTable,
    json: jsonText,
    markdown: expiryMarkdown,
    icalendar: expiryCalendar,
    openmetrics: expiryMetrics,
};

/** The report in a format, for that output. */
export function expiryFormat(format: ExpiryFormat, report: ExpiryReport, output: Output): string {
    return formats[format](report, output);
}

const headings = ["Stack", "Result", "Certificate", "Valid until", "Days left", "Renew from"];

/** A row per certificate; a stack without one has a row with the reason. */
function rowsOf({ name, verdict, certificates, finding }: StackExpiry): string[][] {
    return certificates.length === 0
        ? [[name, verdict, finding, "", "", ""]]
        : certificates.map(({ key, isActive, notAfter, daysLeft, renewalDue }) => [
              name,
              isActive ? verdict : "not active",
              key,
              notAfter,
              String(daysLeft),
              isActive ? renewalDue.slice(0, 10) : "",
          ]);
}

function expiryTable(report: ExpiryReport, output: Output): string {
    const { bold, green, yellow, red, dim } = colorsFor(output);
    const colors: Readonly<Record<string, (text: string) => string>> = {
        ...({ valid: green, due: yellow, expired: red, "not-deployed": dim, unreadable: red } satisfies Record<
            StackVerdict,
            unknown
        >),
        "not active": dim,
    };
    const rows = report.stacks.flatMap(rowsOf);
    const table = formatTable([headings, ...rows], lineWidth(output), (padded, row, column) => {
        const color = row === 0 ? bold : column === 1 ? colors[rows[row - 1]?.[1] ?? ""] : undefined;
        return color === undefined || padded.trim() === "" ? padded : color(padded);
    });
    return `${table}\n\n${summaryOf(report)}\n`;
}

const signs: Readonly<Record<StackVerdict, string>> = {
    valid: "✅",
    due: "⚠",
    expired: "❌",
    unreadable: "❌",
    "not-deployed": "➖",
};

/** For a chat or a job summary: what needs a person comes first. */
function expiryMarkdown(report: ExpiryReport): string {
    const order: readonly StackVerdict[] = ["expired", "unreadable", "due", "valid", "not-deployed"];
    const rows = report.stacks
        .toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict))
        .map((stack) => {
            const active = stack.certificates.find(({ isActive }) => isActive);
            return [
                stack.name,
                `${signs[stack.verdict]} ${stack.verdict}`,
                active?.notAfter ?? "",
                active === undefined ? "" : String(active.daysLeft),
                stack.finding,
            ];
        });
    return [
        "### Certificates for Exchange Online",
        "",
        markdownText(summaryOf(report)),
        "",
        ...markdownTable(["Stack", "Result", "Valid until", "Days left", "Finding"], rows),
        "",
    ].join("\n");
}
