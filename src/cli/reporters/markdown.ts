import { foreignText } from "../../http/foreignText";
import { reasonsOf, summaryOfAll, type LoginReport, type Report } from "../../proof/report";
import { htmlText } from "../../text/html";
import { markdownTable, markdownText } from "../../text/markdown";

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
        markdownText(headline),
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
              `<details><summary>${htmlText(foreignText(name))}: ${checks.length} checks</summary>`,
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
    return endsSoon || verdict === "consent-pending" ? "⚠️" : verdict === "proved" ? "✅" : "❌";
}
