/**
 * The text as a PowerShell literal in single quotes: nothing in it is expanded.
 *
 * PowerShell takes the typographic quotes U+2018 to U+201B for the straight one, so they end a literal too, and each
 * is escaped by doubling it (PowerShell language specification 2.3.5.2; `about_Quoting_Rules`).
 */
export function singleQuoted(text: string): string {
    return `'${text.replace(/['\u2018-\u201B]/g, "$&$&")}'`;
}
