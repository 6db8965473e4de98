import type { WriteStream } from "node:tty";
import picocolors from "picocolors";

/** Where a command writes: a terminal, or a file or pipe that looks like one less. */
export type Output = Pick<WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">>;

/** Characters in a line: of the terminal, else as COLUMNS says, else what a log shows without scrolling sideways. */
export function lineWidth(output: Output): number {
    return output.columns ?? (Number(process.env["COLUMNS"]) || 100);
}

/**
 * Colours for that output: only on a terminal, and never with NO_COLOR (https://no-color.org). picocolors' own
 * detection colours the log of a pipeline too.
 */
export function colorsFor(output: Output): ReturnType<typeof picocolors.createColors> {
    const { NO_COLOR, TERM } = process.env;
    return picocolors.createColors(output.isTTY === true && (NO_COLOR ?? "") === "" && TERM !== "dumb");
}
