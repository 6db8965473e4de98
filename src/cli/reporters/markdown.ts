import { foreignText, inert } from "../../http/foreignText";
import { reasonsOf, summaryOfAll, type LoginReport, type Report } from "../../proof/report";

/** For pull requests and job summaries: GitHub's Markdown, which Azure DevOps shows alike. */
export function markdownReport({ logins }: Report): string {
    const [first] = logins;
    const headline = logins.length === 1 && first !== undefined ? first.summary : summaryOfAll(logins);
    const rows = logins.map((login) => [
        login.name,
        `${sign(login)} ${login.endsSoon ? "ends soon" : login.verdict}`,
        login.connection?.organization ?? "",
        login.connection?.notAfter ?? "",
        reasonsOf(login).join("\n"),
    ]);
    return [
        "### Unattended login to Exchange Online",
        "",
        escaped(headline),
        "",
        ...markdownTable(["Login", "Result", "Organization", "Valid until", "Finding and action"], rows),
        ...logins.flatMap(details),
        "",
    ].join("\n");
}

function details({ name, checks }: LoginReport): string[] {
    return checks.length === 0
        ? []
        : [
              "",
              `<details><summary>${html(foreignText(name))}: ${checks.length} checks</summary>`,
              "",
              ...markdownTable(
                  ["Check", "Result", "Finding"],
                  checks.map(({ title, result, evidence }) => [title, result, evidence]),
              ),
              "",
              "</details>",
          ];
}

function sign({ verdict, endsSoon }: LoginReport): string {
    return endsSoon ? "⚠️" : verdict === "proved" ? "✅" : "❌";
}

/** A table, its cells escaped. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
    return [line(headings), `|${" --- |".repeat(headings.length)}`, ...rows.map(line)];
}

/** A cell's text, with nothing in it that Markdown or HTML would take for its own. */
export function escaped(text: string): string {
    return html(inert(text))
        .replace(/[\\`*_{}[\]()#|~!]/g, "\\$&")
        .replace(/\r?\n/g, "<br>");
}

function html(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
