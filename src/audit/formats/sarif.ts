import type * as sarif from "sarif";
import { jsonText } from "../../text/json";
import type { AuditReport, Evidence, Finding, NotJudged, Severity } from "../report";
import { encodedPath, isWebAddress } from "./links";
import { evidenceText, notJudgedWords, waiverText } from "./words";

const levels: Readonly<Record<Severity, sarif.Result.level>> = {
    critical: "error",
    high: "error",
    medium: "warning",
    low: "note",
    note: "note",
};

/**
 * GitHub shows over 9.0 as critical, 7.0 to 8.9 as high, 4.0 to 6.9 as medium, 0.1 to 3.9 as low
 * (docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support).
 */
const securitySeverities: Readonly<Record<Severity, string | undefined>> = {
    critical: "9.5",
    high: "8.0",
    medium: "5.5",
    low: "2.0",
    note: undefined,
};

/**
 * For code scanning: SARIF 2.1.0. Findings are results, waived ones with their suppression; what was not judged is a result
 * of the kind `open`. The fingerprint is `primaryLocationLineHash`, the one that GitHub reads (the page above): its uploader
 * would make one of the first line of the file, the same for all findings.
 */
export function sarifFormat(report: AuditReport): string {
    const rules = rulesOf(report);
    const log: sarif.Log = {
        $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: { driver: { name: "exo-unattended audit", rules: [...rules.values()] } },
                invocations: [{ executionSuccessful: true, exitCode: report.verdict.exitStatus }],
                columnKind: "utf16CodeUnits",
                results: [
                    ...report.findings.map((finding) => findingResult(finding, report)),
                    ...report.notJudged.map((item) => notJudgedResult(item, report)),
                ].map((result) => ({ ...result, ruleIndex: [...rules.keys()].indexOf(result.ruleId) })),
                properties: { counts: report.counts, verdict: report.verdict },
            },
        ],
    };
    return jsonText(log);
}

/** One rule for each id; with its most serious finding, which is the first. */
function rulesOf({ findings, notJudged }: AuditReport): ReadonlyMap<string, sarif.ReportingDescriptor> {
    const rules = new Map<string, sarif.ReportingDescriptor>();
    for (const finding of findings) {
        if (!rules.has(finding.rule)) {
            rules.set(finding.rule, ruleOf(finding));
        }
    }
    for (const { why } of notJudged) {
        rules.set(notJudgedRule(why), {
            id: notJudgedRule(why),
            shortDescription: { text: `Not judged: ${notJudgedWords[why]}` },
            defaultConfiguration: { level: "note" },
        });
    }
    return rules;
}

function ruleOf({ rule, title, severity, remedy, references }: Finding): sarif.ReportingDescriptor {
    const securitySeverity = securitySeverities[severity];
    const helpUri = references.find(({ url }) => url !== undefined && isWebAddress(url))?.url;
    const names = references.map(({ name }) => name);
    return {
        id: rule,
        shortDescription: { text: title },
        help: { text: [remedy, ...names].filter(Boolean).join("\n") || title },
        ...(helpUri !== undefined && { helpUri: new URL(helpUri).href }),
        defaultConfiguration: { level: levels[severity] },
        properties: {
            tags: ["security", "access"],
            ...(securitySeverity !== undefined && { "security-severity": securitySeverity }),
        },
    };
}

function findingResult(finding: Finding, report: AuditReport): sarif.Result & { ruleId: string } {
    const { rule, severity, principal, resource, message, remedy, evidence, fingerprint, waiver, baseline } = finding;
    return {
        ruleId: rule,
        level: levels[severity],
        message: { text: plain([message, remedy, placesText(evidence)]) },
        locations: [locationOf(resource, evidence, report)],
        partialFingerprints: { primaryLocationLineHash: fingerprint },
        ...(waiver !== undefined && {
            suppressions: [
                { kind: "external" as const, status: "accepted" as const, justification: waiverText(waiver) },
            ],
        }),
        ...(baseline !== undefined && { baselineState: baseline }),
        properties: { severity, principal, resource, evidence, ...(waiver !== undefined && { waiver }) },
    };
}

function notJudgedResult(
    { why, resource, type, detail, evidence }: NotJudged,
    report: AuditReport,
): sarif.Result & { ruleId: string } {
    return {
        ruleId: notJudgedRule(why),
        kind: "open",
        level: "none",
        message: { text: plain([`${resource} (${type}): ${detail}`, placesText(evidence)]) },
        locations: [locationOf(resource, evidence, report)],
        partialFingerprints: { primaryLocationLineHash: `${notJudgedRule(why)}:${type}:${resource}` },
        properties: { resource, type, evidence },
    };
}

/** Lines without links: `[text](address)` is one in plain text, too (SARIF 2.1.0 §3.11.6). */
function plain(lines: readonly string[]): string {
    return lines.filter(Boolean).join("\n").replaceAll("](", "\\](");
}

function notJudgedRule(why: NotJudged["why"]): string {
    return `not-judged/${why}`;
}

/** What every Pulumi project has. */
const projectFile = "Pulumi.yaml";

/** The stack's configuration: the one file about the stack that is in the repository. */
function locationOf(resource: string, [first]: readonly Evidence[], { sources }: AuditReport): sarif.Location {
    const file = sources.find(({ source }) => source === first?.source)?.configurationFile ?? projectFile;
    return {
        physicalLocation: { artifactLocation: { uri: encodedPath(file) || projectFile }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }],
    };
}

function placesText(evidence: readonly Evidence[]): string {
    return evidence.length === 0 ? "" : `Evidence: ${evidence.map(evidenceText).join(", ")}`;
}
