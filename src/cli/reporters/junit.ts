import { reasonsOf, type CheckReport, type LoginReport, type Report } from "../../proof/report";

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
        cases.push(testCase(name, "Verification", element("error", { message: summary, type: verdict })));
    }
    if (endsSoon) {
        cases.push(testCase(name, "Remaining validity", element("failure", { message: summary, type: "ends-soon" })));
    }
    const count = (tag: string): number =>
        cases.filter((lines) => lines.some((line) => line.includes(`<${tag}`))).length;
    return [
        `  <testsuite${attributes({
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
            ([property, value]) => `      ${element("property", { name: property, value })}`,
        ),
        "    </properties>",
        ...cases.flat().map((line) => `    ${line}`),
        `    <system-out>${escaped([summary, ...(verdict === "proved" ? [] : reasonsOf(login))].join("\n"))}</system-out>`,
        "    <system-err></system-err>",
        "  </testsuite>",
    ];
}

function testCase(classname: string, name: string, problem: string | undefined): string[] {
    // The ladder is timed as a whole.
    const given = attributes({ classname, name, time: "0" });
    return problem === undefined ? [`<testcase${given}/>`] : [`<testcase${given}>`, `  ${problem}`, "</testcase>"];
}

function problemOf({ result, evidence, remedy }: CheckReport): string | undefined {
    switch (result) {
        case "passed":
            return undefined;
        case "skipped":
            return element("skipped", { message: evidence });
        default:
            return element("failure", { message: evidence, type: result }, remedy);
    }
}

function element(tag: string, given: Attributes, text = ""): string {
    return text === "" ? `<${tag}${attributes(given)}/>` : `<${tag}${attributes(given)}>${escaped(text)}</${tag}>`;
}

type Attributes = Readonly<Record<string, string | number>>;

function attributes(given: Attributes): string {
    return Object.entries(given)
        .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", "&#10;")}"`)
        .join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for an element. XML 1.0 has no way at all to write most control characters: they become U+FFFD. */
function escaped(text: string): string {
    return (
        text
            .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
            .replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u007F-\u009F]/gu, "\uFFFD")
            .replace(/[&<>"]/g, (character) => entities[character] ?? "")
            .replace(/[\t\r]/g, (space) => `&#${space.charCodeAt(0)};`)
            // Commands to a pipeline's agent, as `inert` of src/http/foreignText.ts describes them.
            .replace(/#(?=#\[|#vso\[)/gi, "&#35;")
            .replace(/^(\s*):(?=:)/gm, "$1&#58;")
    );
}
