import { inert } from "../../../http/foreignText";
import type { PrivilegesReport } from "../../../privileges/report";
import { jsonText } from "../../../text/json";
import { markdownTable, markdownText } from "../../../text/markdown";
import { formatTable, wrap } from "../../../text/table";
import { colorsFor, lineWidth, type Output } from "../../terminal/terminal";
import { sectionsOf, type Section } from "./sections";

/** What `--format` can ask for, and what writes it. */
export const formats = {
    table: (report, output) => text(sectionsOf(report), output),
    json: (report) => jsonText(report),
    markdown: (report) => markdown(sectionsOf(report)),
} as const satisfies Readonly<Record<string, (report: PrivilegesReport, output: Output) => string>>;

/** A name of a format. */
export type FormatName = keyof typeof formats;

function text(sections: readonly Section[], output: Output): string {
    const { bold } = colorsFor(output);
    const width = lineWidth(output);
    const blocks = sections.map(({ title, table = [], lines = [], code }) =>
        [
            bold(inert(title)),
            ...(table.length === 0
                ? []
                : [formatTable(table, width, (padded, row) => (row === 0 ? bold(padded) : padded))]),
            ...lines.flatMap((line) => indented(line, width)),
            // Whole lines, to copy.
            ...(code?.lines ?? []).map((line) => `  ${inert(line)}`),
        ].join("\n"),
    );
    return `${blocks.join("\n\n")}\n`;
}

/** A line with two blanks before it, and four before what is wrapped; its own blanks come on top. */
function indented(line: string, width: number): string[] {
    const own = /^ */.exec(line)?.[0] ?? "";
    const [first = "", ...rest] = wrap(line.trimStart(), Math.max(20, width - own.length - 4));
    return [`  ${own}${first}`, ...rest.map((next) => `    ${own}${next}`)];
}

function markdown(sections: readonly Section[]): string {
    const blocks = sections.map(({ title, table: [headings = [], ...rows] = [], lines = [], code }) =>
        [
            [`### ${markdownText(title)}`],
            headings.length === 0 ? [] : markdownTable(headings, rows),
            lines.map((line) => `${/^ */.exec(line)?.[0] ?? ""}- ${markdownText(line.trimStart())}`),
            code === undefined ? [] : [`\`\`\`${code.language}`, ...code.lines.map((line) => inert(line)), "```"],
        ]
            .filter((part) => part.length > 0)
            .map((part) => part.join("\n"))
            .join("\n\n"),
    );
    return `${blocks.join("\n\n")}\n`;
}
