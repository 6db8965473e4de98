import type { Check } from "../../../checks/check";
import { inert } from "../../../http/foreignText";
import { wrap } from "../../../text/table";
import { resultColorsFor } from "../../terminal/checkTable";
import { lineWidth, type Output } from "../../terminal/terminal";

/** Wide enough for the longest title and the longest result. */
const titleWidth = 15;
const resultWidth = 10;

/** Writes a step when it has ended: title, result and finding; more lines of it are below. */
export function showStep({ title, result, evidence, remedy }: Check, output: Output): void {
    const indent = " ".repeat(titleWidth + resultWidth);
    const lines = (remedy === undefined ? evidence : `${evidence}\nAction: ${remedy}`)
        .split("\n")
        .flatMap((line) => wrap(inert(line), Math.max(lineWidth(output) - indent.length, 20)));
    const color = resultColorsFor(output)[result];
    const head = `${title.padEnd(titleWidth)}${color(result.padEnd(resultWidth))}`;
    output.write(lines.map((line, index) => `${index === 0 ? head : indent}${line}\n`).join(""));
}
