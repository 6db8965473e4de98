import type { Check, CheckResult } from "../../checks/check";
import { formatTable } from "../../text/table";
import { colorsFor, lineWidth, type Output } from "./terminal";

/** How each result is coloured on that output. */
export function resultColorsFor(output: Output): Readonly<Record<CheckResult, (text: string) => string>> {
    const { green, yellow, red, dim } = colorsFor(output);
    return { passed: green, warning: yellow, waiting: yellow, undecided: yellow, failed: red, skipped: dim };
}

/** From this width on, the action has a column of its own; below, it is under the finding. */
const wide = 120;

/** The checks as a table for that output. */
export function checkTable(checks: readonly Check[], output: Output): string {
    const width = lineWidth(output);
    const rows =
        width >= wide
            ? [
                  ["Check", "Result", "Finding", "Action"],
                  ...checks.map(({ title, result, evidence, remedy }) => [title, result, evidence, remedy ?? ""]),
              ]
            : [
                  ["Check", "Result", "Finding and action"],
                  ...checks.map(({ title, result, evidence, remedy }) => [
                      title,
                      result,
                      remedy === undefined ? evidence : `${evidence}\nAction: ${remedy}`,
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
