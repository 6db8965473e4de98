import type { Report } from "../../proof/report";

/** For programs: the report itself. */
export function jsonReport(report: Report): string {
    return `${JSON.stringify(report, undefined, 2)}\n`;
}
