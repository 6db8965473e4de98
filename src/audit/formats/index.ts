import { withoutSecrets } from "../../http/foreignText";
import type { AuditReport } from "../report";
import { htmlFormat } from "./html/page";
import { inertReport, withTexts } from "./inertReport";
import { jsonFormat } from "./json";
import { junitFormat } from "./junit";
import { markdownFormat } from "./markdown";
import { sarifFormat } from "./sarif";
import { tableFormat, type Screen } from "./table";

/** A format of the report. */
export interface AuditFormat {
    /** What it is for, for help texts. */
    readonly summary: string;
    /**
     * The report in that format. It is safe to show, whatever the audited files hold.
     * @param screen where a person reads it; default 80 columns without colours. Only the table looks at it.
     */
    readonly render: (report: AuditReport, screen?: Screen) => string;
}

/** A name of a format. */
export type AuditFormatName = "table" | "json" | "markdown" | "sarif" | "junit" | "html";

/** The formats by name. All show the same findings with the same counts. */
export const auditFormats: Readonly<Record<AuditFormatName, AuditFormat>> = {
    table: {
        summary: "for people in a terminal",
        render: (report, screen) => tableFormat(inertReport(report), screen),
    },
    json: {
        summary: "the whole report for programs (audit-report.schema.json)",
        // Values stay as they are in the files: the format escapes what acts.
        render: (report) => jsonFormat(withTexts(report, withoutSecrets)),
    },
    markdown: {
        summary: "for pull requests and job summaries, at most 65,536 characters",
        render: (report) => markdownFormat(inertReport(report)),
    },
    sarif: {
        summary: "SARIF 2.1.0 for code scanning",
        render: (report) => sarifFormat(inertReport(report)),
    },
    junit: {
        summary: "JUnit's XML for the test pages of pipelines",
        render: (report) => junitFormat(inertReport(report)),
    },
    html: {
        summary: "one page for people who look rather than read",
        render: (report) => htmlFormat(inertReport(report)),
    },
};
