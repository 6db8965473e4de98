import picocolors from "picocolors";
import { formatTable, tableLines, wrap } from "../../text/table";
import type { AccessChange, AuditReport, Evidence, Finding, Severity } from "../report";
import { credentialFactsTexts, credentialLines, credentialStateText, validityText } from "./credentials";
import {
    accessOf,
    accessText,
    actualChanges,
    baselineWords,
    evidenceText,
    isQuiet,
    notJudgedWords,
    reasonTexts,
    scopeText,
    signs,
    typeText,
    untilText,
    waiverText,
} from "./words";

/** What the text is shown on. */
export interface Screen {
    /** Characters in a line. */
    readonly columns: number;
    readonly colored: boolean;
}

/** For people: who may do what comes first, the verdict is the last line. */
export function tableFormat(report: AuditReport, screen: Screen = { columns: 80, colored: false }): string {
    const sections = isQuiet(report)
        ? []
        : [accessSection, findingsSection, credentialsSection, notJudgedSection].map((section) =>
              section(report, screen),
          );
    const { bold, green, red } = picocolors.createColors(screen.colored);
    const { exitStatus, failOn, text } = report.verdict;
    const verdict = (exitStatus !== 0 ? red : failOn.length > 0 ? green : String)(bold(text));
    return [...sections.filter(Boolean), verdict].join("\n\n") + "\n";
}

function accessSection(report: AuditReport, screen: Screen): string {
    const changes = actualChanges(report);
    const { unchanged } = report.counts.changes;
    const rest = unchanged === 0 ? [] : [`${unchanged} unchanged`];
    if (changes.length === 0) {
        return ["No access changes.", ...rest].join("\n");
    }
    const rows = changes.map((change) => {
        const access = accessOf(change);
        return [
            signs[change.change],
            access.principal,
            accessText(access),
            scopeText(access, report),
            untilText(access),
        ];
    });
    const { bold, dim } = picocolors.createColors(screen.colored);
    const [headings = [], ...lines] = tableLines(
        [["", "Who", "May what", "Where", "Until"], ...rows],
        screen.columns,
        (padded, row, column) => {
            const change = changes[row - 1];
            return change === undefined ? bold(padded) : column === 0 ? changeColor(change, screen)(padded) : padded;
        },
    );
    const details = (change: AccessChange): string[] =>
        [...reasonTexts(change), evidenceLine(change.evidence)]
            .filter(Boolean)
            .flatMap((text) => wrap(text, screen.columns - indent.length))
            .map((line) => indent + dim(line));
    return [
        ...headings,
        ...changes.flatMap((change, index) => [...(lines[index] ?? []), ...details(change)]),
        ...rest,
    ].join("\n");
}

/** What belongs to a change is below its line. */
const indent = "     ";

function findingsSection({ findings }: AuditReport, screen: Screen): string {
    const colors = severityColors(screen);
    return section(
        ["Severity", "Finding and action"],
        findings.map((finding) => [finding.severity, findingText(finding)]),
        screen,
        (padded, row) => colors[findings[row]?.severity ?? "note"](padded),
    );
}

function findingText({ rule, title, message, remedy, evidence, waiver, baseline }: Finding): string {
    return [
        `${title} (${rule})`,
        message,
        ...(remedy === "" ? [] : [`Action: ${remedy}`]),
        evidenceLine(evidence),
        ...(waiver === undefined ? [] : [waiverText(waiver)]),
        ...(baseline === undefined ? [] : [baselineWords[baseline]]),
    ]
        .filter(Boolean)
        .join("\n");
}

function credentialsSection(report: AuditReport, screen: Screen): string {
    const lines = credentialLines(report);
    return section(
        ["Who", "Credential", "Valid"],
        lines.map((line) => [
            line.principal,
            [line.name, ...credentialFactsTexts(line.facts)].join("\n"),
            `${validityText(line.facts)}\n${credentialStateText(line, report.now)}`,
        ]),
        screen,
    );
}

function notJudgedSection({ notJudged }: AuditReport, screen: Screen): string {
    return section(
        ["Not judged", "Why"],
        notJudged.map(({ resource, type, why, detail, evidence }) => [
            `${resource}\n${typeText(type)}`,
            [notJudgedWords[why], detail, evidenceLine(evidence)].filter(Boolean).join("\n"),
        ]),
        screen,
    );
}

/** A table, or nothing without rows; the first column may be coloured. */
function section(
    headings: readonly string[],
    rows: readonly (readonly string[])[],
    screen: Screen,
    paintFirst: (padded: string, row: number) => string = (padded) => padded,
): string {
    return rows.length === 0
        ? ""
        : formatTable([headings, ...rows], screen.columns, (padded, row, column) =>
              row === 0 ? heading(screen)(padded) : column === 0 ? paintFirst(padded, row - 1) : padded,
          );
}

/** All places, on one line. */
function evidenceLine(evidence: readonly Evidence[]): string {
    return evidence.map(evidenceText).join(", ");
}

function heading({ colored }: Screen): (text: string) => string {
    return picocolors.createColors(colored).bold;
}

/** Broader access is what a reader looks for; red is left to serious findings. */
function changeColor({ broadens, change }: AccessChange, { colored }: Screen): (text: string) => string {
    const { yellow, green, cyan } = picocolors.createColors(colored);
    return change === "notKnownYet" ? cyan : broadens ? yellow : green;
}

function severityColors({ colored }: Screen): Readonly<Record<Severity, (text: string) => string>> {
    const { red, yellow, cyan, dim } = picocolors.createColors(colored);
    return { critical: red, high: red, medium: yellow, low: cyan, note: dim };
}
