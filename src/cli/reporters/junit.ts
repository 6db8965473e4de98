import { reasonsOf, type CheckReport, type LoginReport, type Report } from "../../proof/report";
import { xmlAttributes, xmlElement, xmlText } from "../../text/xml";

/**
 * For the test pages of pipelines: JUnit's XML, a suite per login and a case per check. It has all that the schemas of
 * Apache Ant (windyroad/JUnit-Schema) and of Jenkins want. A check that waits, a certificate that ends soon: failures,
 * because the command ends with a failure too.
 */
export function junitReport({ logins, startedAt }: Report): string {
    const lines = logins.flatMap((login, id) => suite(login, id, startedAt));
    return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...lines, "</testsuites>", ""].join("\n");
}

function suite(login: LoginReport, id: number, startedAt: string): string[] {
    const { name, verdict, connection, durationMs, summary, endsSoon, checks } = login;
    const cases = checks.map((check) => testCase(name, check.title, problemOf(check)));
    if (verdict === "unreadable" || verdict === "stopped") {
        cases.push(testCase(name, "Verification", xmlElement("error", { message: summary, type: verdict })));
    }
    if (endsSoon) {
        cases.push(
            testCase(name, "Remaining validity", xmlElement("failure", { message: summary, type: "ends-soon" })),
        );
    }
    const count = (tag: string): number =>
        cases.filter((lines) => lines.some((line) => line.includes(`<${tag}`))).length;
    return [
        `  <testsuite${xmlAttributes({
            id,
            name,
            package: "exo-unattended",
            hostname: "localhost",
            // Ant's schema allows no time zone; UTC it is.
            timestamp: startedAt.replace(/Z$/, ""),
            time: (durationMs / 1_000).toFixed(3),
            tests: cases.length,
            failures: count("failure"),
            errors: count("error"),
            skipped: count("skipped"),
        })}>`,
        "    <properties>",
        ...Object.entries(connection ?? {}).map(
            ([property, value]) => `      ${xmlElement("property", { name: property, value })}`,
        ),
        "    </properties>",
        ...cases.flat().map((line) => `    ${line}`),
        `    <system-out>${xmlText([summary, ...(verdict === "proved" ? [] : reasonsOf(login))].join("\n"))}</system-out>`,
        "    <system-err></system-err>",
        "  </testsuite>",
    ];
}

function testCase(classname: string, name: string, problem: string | undefined): string[] {
    // The ladder is timed as a whole.
    const given = xmlAttributes({ classname, name, time: "0" });
    return problem === undefined ? [`<testcase${given}/>`] : [`<testcase${given}>`, `  ${problem}`, "</testcase>"];
}

function problemOf({ result, evidence, remedy }: CheckReport): string | undefined {
    switch (result) {
        case "passed":
            return undefined;
        case "skipped":
            return xmlElement("skipped", { message: evidence });
        default:
            return xmlElement("failure", { message: evidence, type: result }, remedy);
    }
}
