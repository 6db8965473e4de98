/** What each format is for, by name. */
export const auditFormatSummaries = {
    table: "for people in a terminal",
    json: "the whole report for programs (audit-report.schema.json)",
    markdown: "for pull requests and job summaries, at most 65,536 characters",
    sarif: "SARIF 2.1.0 for code scanning",
    junit: "JUnit's XML for the test pages of pipelines",
    html: "one page for people who look rather than read",
} as const;

/** A name of a format. */
export type AuditFormatName = keyof typeof auditFormatSummaries;

/** The names, in the order in which they are listed. */
export const auditFormatNames = Object.keys(auditFormatSummaries) as readonly AuditFormatName[];
