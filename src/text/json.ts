/** A document as JSON. What could act on a terminal or on a pipeline's agent is escaped, so no value changes. */
export function jsonText(document: unknown): string {
    const text = JSON.stringify(document, undefined, 2);
    return `${text.replace(acting, (found) => found.replace(/[^]/g, escaped))}\n`;
}

/** Besides those that JSON.stringify escapes: see `inert` of src/http/foreignText.ts. No line begins within a value. */
const acting = /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u007F-\u009F]|#(?=#\[|#vso\[)/giu;

/** One UTF-16 code unit as JSON writes it (RFC 8259 §7). */
function escaped(unit: string): string {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
