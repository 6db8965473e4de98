/**
 * RFC 3339 in UTC and whole seconds, for example `2026-01-31T08:00:00Z`: the form in which Microsoft Entra keeps the
 * dates of a credential. Any other is replaced on every update.
 */
export function wholeSeconds(date: Date): string {
    return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
