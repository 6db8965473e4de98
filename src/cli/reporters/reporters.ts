import type { Output } from "../terminal/terminal";
import { junitReport } from "./junit";
import { markdownReport } from "./markdown";
import type { Report } from "../../proof/report";
import { jsonText } from "../../text/json";
import { tableReport } from "./table";

/** What `--format` can ask for, and what writes it. */
export const formats = {
    table: tableReport,
    json: jsonText,
    junit: junitReport,
    markdown: markdownReport,
} as const satisfies Readonly<Record<string, (report: Report, output: Output) => string>>;

/** A name of a format. */
export type FormatName = keyof typeof formats;
