import { foreignText } from "../../http/foreignText";
import type { AuditReport } from "../report";

/**
 * The report with every text on one line, and nothing in any text that hides, reorders or steers: for people. Texts come
 * from files that anybody may have written.
 */
export function inertReport(report: AuditReport): AuditReport {
    // The same names come again and again.
    const known = new Map<string, string>();
    const inertText = (text: string): string => {
        const inert = known.get(text) ?? foreignText(text);
        known.set(text, inert);
        return inert;
    };
    return withTexts(report, inertText);
}

/** The value with every text in it changed. */
export function withTexts<Value>(value: Value, change: (text: string) => string): Value {
    const changed = (part: unknown): unknown => {
        if (typeof part === "string") {
            return change(part);
        }
        if (Array.isArray(part)) {
            return part.map(changed);
        }
        return typeof part === "object" && part !== null
            ? Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, changed(inner)]))
            : part;
    };
    return changed(value) as Value;
}
