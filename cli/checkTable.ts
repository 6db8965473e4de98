import { formatTable } from "./table";
import { colorsFor, lineWidth, type Output } from "./terminal";

/** One row: what was looked at, how that ended, what was seen and what to do. */
export interface CheckRow {
    readonly title: string;
    readonly result: "passed" | "waiting" | "failed" | "skipped";
    readonly evidence: string;
    readonly remedy?: string | undefined;
}

/** How each result is coloured on that output. */
export function resultColorsFor(output: Output): Readonly<Record<CheckRow["result"], (text: string) => string>> {
    const { green, yellow, red, dim } = colorsFor(output);
    return { passed: green, waiting: yellow, failed: red, skipped: dim };
}

/** From this width on, "what to do" has a column of its own; below, it stands under what was seen. */
const wide = 120;

/** The checks as a table for that output. */
export function checkTable(checks: readonly CheckRow[], output: Output): string {
    const width = lineWidth(output);
    const rows =
        width >= wide
            ? [
                  ["Check", "Result", "What was seen", "What to do"],
                  ...checks.map(({ title, result, evidence, remedy }) => [title, result, evidence, remedy ?? ""]),
              ]
            : [
                  ["Check", "Result", "What was seen, and what to do"],
                  ...checks.map(({ title, result, evidence, remedy }) => [
                      title,
                      result,
                      remedy === undefined ? evidence : `${evidence}\nTo do: ${remedy}`,
                  ]),
              ];
    const colors = colorsFor(output);
    const resultColors = resultColorsFor(output);
    return formatTable(rows, width, (padded, row, column) => {
        const check = checks[row - 1];
        if (check === undefined) {
            return colors.bold(padded);
        }
        return column === 1 && padded.trim() !== "" ? resultColors[check.result](padded) : padded;
    });
}
