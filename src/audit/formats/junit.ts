import { xmlAttributes, xmlElement, xmlText } from "../../text/xml";
import type { AccessChange, AuditReport, Finding, NotJudged } from "../report";
import {
    accessOf,
    accessText,
    actualChanges,
    evidenceText,
    notJudgedWords,
    reasonTexts,
    scopeText,
    untilText,
    waiverText,
} from "./words";
import { changeWords, severities } from "../words";

/** A test case: passed without a problem. */
interface TestCase {
    readonly classname: string;
    readonly name: string;
    readonly problem:
        { readonly tag: "failure" | "skipped"; readonly message: string; readonly text: string } | undefined;
    readonly output: string;
}

/**
 * For the test pages of pipelines: JUnit's XML, as the schemas of Apache Ant (windyroad/JUnit-Schema) and of Jenkins want
 * it. Findings fail, waived ones and what was not judged are skipped, changes pass, and the gate is a case of its own.
 */
export function junitFormat(report: AuditReport): string {
    const { now, findings, notJudged } = report;
    const suites = [
        suite("Gate", 0, now, [gateCase(report)], countProperties(report)),
        suite("Findings", 1, now, findings.map(findingCase)),
        suite("Not judged", 2, now, notJudged.map(notJudgedCase)),
        suite(
            "Access changes",
            3,
            now,
            actualChanges(report).map((change) => changeCase(change, report)),
        ),
    ];
    return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites.flat(), "</testsuites>", ""].join("\n");
}

function gateCase({ verdict: { text, exitStatus, failedOn } }: AuditReport): TestCase {
    return {
        classname: "audit",
        name: "Gate",
        problem: exitStatus === 0 ? undefined : { tag: "failure", message: text, text: failedOn.join(", ") },
        output: text,
    };
}

function countProperties({ counts }: AuditReport): Readonly<Record<string, number>> {
    return {
        ...Object.fromEntries(Object.entries(counts.changes).map(([kind, count]) => [`changes.${kind}`, count])),
        ...Object.fromEntries(severities.map((severity) => [`findings.${severity}`, counts.findings[severity]])),
        waived: counts.waived,
        notJudged: counts.notJudged,
    };
}

function notJudgedCase({ resource, type, why, detail, evidence }: NotJudged): TestCase {
    return {
        classname: type,
        name: resource,
        problem: { tag: "skipped", message: `${notJudgedWords[why]}: ${detail}`, text: "" },
        output: evidence.map(evidenceText).join("\n"),
    };
}

function changeCase(change: AccessChange, report: AuditReport): TestCase {
    const access = accessOf(change);
    return {
        classname: access.principal,
        name: `${changeWords[change.change]}: ${accessText(access)}`,
        problem: undefined,
        output: [
            `${scopeText(access, report)}, until ${untilText(access)}`,
            ...reasonTexts(change),
            ...change.evidence.map(evidenceText),
        ]
            .filter(Boolean)
            .join("\n"),
    };
}

function findingCase({ rule, title, severity, resource, message, remedy, waiver, evidence }: Finding): TestCase {
    return {
        classname: rule,
        name: `${resource}: ${title}`,
        problem:
            waiver === undefined
                ? { tag: "failure", message: `${severity}: ${message}`, text: remedy }
                : { tag: "skipped", message: waiverText(waiver), text: "" },
        output: [message, ...evidence.map(evidenceText)].join("\n"),
    };
}

function suite(
    name: string,
    id: number,
    now: string,
    cases: readonly TestCase[],
    properties: Readonly<Record<string, number>> = {},
): string[] {
    const count = (tag: string): number => cases.filter(({ problem }) => problem?.tag === tag).length;
    return [
        `  <testsuite${xmlAttributes({
            id,
            name,
            package: "exo-unattended audit",
            hostname: "localhost",
            // Ant's schema allows no time zone; UTC it is.
            timestamp: now.replace(/(\.\d+)?Z$/, ""),
            time: "0",
            tests: cases.length,
            failures: count("failure"),
            errors: 0,
            skipped: count("skipped"),
        })}>`,
        "    <properties>",
        ...Object.entries(properties).map(
            ([property, value]) => `      ${xmlElement("property", { name: property, value })}`,
        ),
        "    </properties>",
        ...cases.flatMap(caseLines),
        "    <system-out></system-out>",
        "    <system-err></system-err>",
        "  </testsuite>",
    ];
}

function caseLines({ classname, name, problem, output }: TestCase): string[] {
    return [
        `    <testcase${xmlAttributes({ classname, name, time: "0" })}>`,
        ...(problem === undefined
            ? []
            : [
                  `      ${xmlElement(
                      problem.tag,
                      { message: problem.message, ...(problem.tag === "failure" && { type: classname }) },
                      problem.text,
                  )}`,
              ]),
        `      <system-out>${xmlText(output)}</system-out>`,
        "    </testcase>",
    ];
}
