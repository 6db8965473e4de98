import { jsonText } from "../../text/json";
import type { AuditReport } from "../report";

/** For programs: the report itself, as audit-report.schema.json describes it. */
export function jsonFormat(report: AuditReport): string {
    return jsonText(report);
}
