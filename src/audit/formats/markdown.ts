import { markdownTable, markdownText } from "../../text/markdown";
import type { AuditReport, Finding, Verdict } from "../report";
import { credentialFactsTexts, credentialLines, credentialStateText, validityText } from "./credentials";
import {
    accessOf,
    accessText,
    actualChanges,
    baselineWords,
    countsText,
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
import { changeWords } from "../words";

/**
 * What GitHub takes as a comment, in characters (github.com answers "body is too long (maximum is 65536 characters)");
 * Azure DevOps takes 150,000.
 */
export const commentLimit = 65_536;

/** Lines that belong together; the rows may be cut from their end. */
interface Block {
    readonly before: readonly string[];
    readonly rows: readonly string[];
    readonly after: readonly string[];
}

/** For pull requests and job summaries: the summary first, and no more than a comment may hold. */
export function markdownFormat(report: AuditReport): string {
    const { verdict } = report;
    const summary = [
        "### Access audit",
        "",
        `${gateSign(verdict)} **${markdownText(verdict.text)}**`,
        ...(isQuiet(report) ? [] : ["", markdownText(countsText(report))]),
    ].join("\n");
    const blocks = [accessBlock(report), findingsBlock(report), credentialsBlock(report), notJudgedBlock(report)];
    return withinLimit(
        // A verdict alone could be too long only by an attack; then its beginning says enough.
        summary.slice(0, commentLimit / 2),
        blocks.filter(({ rows }) => rows.length > 0),
    );
}

function gateSign({ exitStatus, failOn }: Verdict): string {
    return exitStatus !== 0 ? "❌" : failOn.length > 0 ? "✅" : "🔎";
}

function accessBlock(report: AuditReport): Block {
    return tableBlock(
        "",
        ["", "Who", "May what", "Where", "Until", "Evidence"],
        actualChanges(report).map((change) => {
            const access = accessOf(change);
            return [
                `${signs[change.change]} ${changeWords[change.change]}`,
                access.principal,
                [accessText(access), ...reasonTexts(change)].join("\n"),
                scopeText(access, report),
                untilText(access),
                change.evidence.map(evidenceText).join("\n"),
            ];
        }),
    );
}

function findingsBlock({ findings }: AuditReport): Block {
    return tableBlock(
        "Findings",
        ["Severity", "Finding", "Action", "Evidence"],
        findings.map((finding) => [
            finding.waiver === undefined ? finding.severity : `${finding.severity} (waived)`,
            findingText(finding),
            finding.remedy,
            finding.evidence.map(evidenceText).join("\n"),
        ]),
    );
}

function findingText({ title, rule, message, references, waiver, baseline }: Finding): string {
    return [
        `${title} (${rule})`,
        message,
        references.map(({ name }) => name).join("; "),
        waiver === undefined ? "" : waiverText(waiver),
        baseline === undefined ? "" : baselineWords[baseline],
    ]
        .filter(Boolean)
        .join("\n");
}

function credentialsBlock(report: AuditReport): Block {
    const lines = credentialLines(report);
    return folded(
        `Credentials (${lines.length})`,
        tableBlock(
            "",
            ["Who", "Credential", "Valid", "State"],
            lines.map((line) => [
                line.principal,
                [line.name, ...credentialFactsTexts(line.facts)].join("\n"),
                validityText(line.facts),
                credentialStateText(line, report.now),
            ]),
        ),
    );
}

function notJudgedBlock({ notJudged }: AuditReport): Block {
    return tableBlock(
        "Not judged",
        ["Resource", "Type", "Why", "Evidence"],
        notJudged.map(({ resource, type, why, detail, evidence }) => [
            resource,
            typeText(type),
            `${notJudgedWords[why]}\n${detail}`,
            evidence.map(evidenceText).join("\n"),
        ]),
    );
}

function tableBlock(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): Block {
    const [heading = "", line = "", ...body] = markdownTable(headings, rows);
    return { before: [...(title === "" ? [] : [`#### ${title}`, ""]), heading, line], rows: body, after: [] };
}

function folded(title: string, { before, rows }: Block): Block {
    return { before: [`<details><summary>${title}</summary>`, "", ...before], rows, after: ["", "</details>"] };
}

/** As many blocks and rows as fit, and a line that says how many rows do not. */
function withinLimit(summary: string, blocks: readonly Block[]): string {
    const whole = [summary, ...blocks.map(textOf)].join("\n\n") + "\n";
    if (whole.length <= commentLimit) {
        return whole;
    }
    const total = blocks.reduce((sum, { rows }) => sum + rows.length, 0);
    const notice = (left: number): string =>
        `**Cut at 65,536 characters: ${left} of ${total} rows are not shown.** The other formats have all of them.`;
    let room = commentLimit - summary.length - notice(total).length - "\n\n\n".length;
    let shown = 0;
    const texts: string[] = [];
    for (const { before, rows, after } of blocks) {
        room -= textOf({ before, rows: [], after }).length + "\n\n".length;
        const fitting: string[] = [];
        for (const row of rows) {
            room -= row.length + 1;
            if (room < 0) {
                break;
            }
            fitting.push(row);
        }
        if (fitting.length > 0) {
            shown += fitting.length;
            texts.push(textOf({ before, rows: fitting, after }));
        }
        if (room < 0) {
            break;
        }
    }
    return [summary, ...texts, notice(total - shown)].join("\n\n") + "\n";
}

function textOf({ before, rows, after }: Block): string {
    return [...before, ...rows, ...after].join("\n");
}
