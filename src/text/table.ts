import { inert } from "../http/foreignText";
import { displayWidth, padToWidth, piecesOfWidth } from "./displayWidth";

/** Between two columns. */
const gap = "  ";

/** One cell's text; it may have line breaks of its own. */
type Row = readonly string[];

/**
 * A table in plain text with aligned columns, no wider than `width` where the words allow. Too long texts are wrapped
 * between words, and words only when they are longer than their column, so that ids stay whole for copying.
 *
 * @param rows the headings first
 * @param paint colours a padded cell; it must not change what is seen
 */
export function formatTable(rows: readonly Row[], width: number, paint: Paint): string {
    return tableLines(rows, width, paint).flat().join("\n");
}

/** How a padded cell is coloured. */
type Paint = (padded: string, row: number, column: number) => string;

/** The lines of each row of the same table, for tables with something between the rows. */
export function tableLines(rows: readonly Row[], width: number, paint: Paint): string[][] {
    const widths = columnWidths(rows, width);
    return rows.map((row, rowIndex) => {
        const cells = widths.map((columnWidth, column) => wrap(row[column] ?? "", columnWidth));
        const height = Math.max(...cells.map((lines) => lines.length));
        return Array.from({ length: height }, (_, line) =>
            cells
                .map((lines, column) => paint(padToWidth(lines[line] ?? "", widths[column] ?? 0), rowIndex, column))
                .join(gap)
                .trimEnd(),
        );
    });
}

/** The longest word that keeps its column as wide as itself while others can give way: a GUID has 36. */
const longestWholeWord = 40;

/**
 * The width that each column would like, with the widest made narrower until all fit: first those that then still hold their
 * words, then any.
 */
function columnWidths(rows: readonly Row[], width: number): number[] {
    const columns = rows[0]?.length ?? 0;
    const widest = (column: number, separator: string | RegExp, longest = Infinity): number =>
        rows
            .flatMap((row) => (row[column] ?? "").split(separator).map(displayWidth))
            .filter((length) => length <= longest)
            // Not as arguments of one call: a large audit has more words than a call takes.
            .reduce((most, length) => Math.max(most, length), 0);
    const widths = Array.from({ length: columns }, (_, column) => widest(column, "\n"));
    const narrowest = 10;
    const words = widths.map((_, column) => Math.max(narrowest, widest(column, /\s/, longestWholeWord)));
    const available = width - gap.length * (columns - 1);
    for (const least of [words, widths.map(() => narrowest)]) {
        while (sum(widths) > available) {
            const spare = widths.map((columnWidth, column) => (columnWidth > (least[column] ?? 0) ? columnWidth : 0));
            if (Math.max(...spare) === 0) {
                break;
            }
            const column = spare.indexOf(Math.max(...spare));
            widths[column] = (widths[column] ?? 0) - 1;
        }
    }
    return widths;
}

/** The lines of a text in a column of that width; none of them acts on the terminal or on a pipeline's agent. */
export function wrap(text: string, width: number): string[] {
    const lines = inert(text)
        .split("\n")
        .flatMap((paragraph) => {
            const lines = [""];
            for (const word of paragraph.split(" ").flatMap((whole) => piecesOfWidth(whole, width))) {
                const last = lines.at(-1) ?? "";
                if (last === "") {
                    lines[lines.length - 1] = word;
                } else if (displayWidth(last) + 1 + displayWidth(word) <= width) {
                    lines[lines.length - 1] = `${last} ${word}`;
                } else if (word !== "") {
                    lines.push(word);
                }
            }
            return lines;
        });
    // A word that was broken may begin a line with what it had inside.
    return lines.map(inert);
}

function sum(numbers: readonly number[]): number {
    return numbers.reduce((total, number) => total + number, 0);
}
