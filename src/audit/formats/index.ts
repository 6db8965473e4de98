import { withoutSecrets } from "../../http/foreignText";
import type { AuditReport } from "../report";
import { htmlFormat } from "./html/page";
import { inertReport, withTexts } from "./inertReport";
import { jsonFormat } from "./json";
import { junitFormat } from "./junit";
import { markdownFormat } from "./markdown";
import type { AuditFormatName } from "./names";
import { sarifFormat } from "./sarif";
import { tableFormat, type Screen } from "./table";

/**
 * Writes a report in a format. The text is safe to show, whatever the audited files hold.
 * @param screen where a person reads it; default 80 columns without colours. Only the table looks at it.
 */
export type AuditFormat = (report: AuditReport, screen?: Screen) => string;

/** The formats by name. All show the same findings with the same counts. */
export const auditFormats: Readonly<Record<AuditFormatName, AuditFormat>> = {
    table: (report, screen) => tableFormat(inertReport(report), screen),
    // Values stay as they are in the files: the format escapes what acts.
    json: (report) => jsonFormat(withTexts(report, withoutSecrets)),
    markdown: (report) => markdownFormat(inertReport(report)),
    sarif: (report) => sarifFormat(inertReport(report)),
    junit: (report) => junitFormat(inertReport(report)),
    html: (report) => htmlFormat(inertReport(report)),
};
