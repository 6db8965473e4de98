import { inert } from "../http/foreignText";

/** GitHub's Markdown, which Azure DevOps shows alike: a table with these headings. The cells are texts, not Markdown. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(" | ")} |`;
    return [line(headings), `|${" --- |".repeat(headings.length)}`, ...rows.map(line)];
}

/**
 * A text on one line, with nothing in it that Markdown or HTML would take for its own. An empty comment keeps `@name` and
 * `#1` from being a mention or a link: GitHub looks for these after it has taken the backslashes away.
 */
export function markdownText(text: string): string {
    return inert(text)
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replace(/[\\`*_[\]#|~]/g, "\\$&")
        .replace(/(?<!\w)@(?=\w)/g, "@<!-- -->")
        .replace(/#(?=\d)/g, "#<!-- -->")
        .replace(/\r?\n/g, "<br>");
}
