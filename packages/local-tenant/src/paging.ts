/** One page of a list. */
export interface Page<Row> {
    readonly rows: readonly Row[];
    /** `$skiptoken` of the next page, if there is one. */
    readonly skiptoken: string | undefined;
}

/**
 * The page that `$skiptoken` asks for, or the first one.
 * @returns undefined when the token is none of ours
 */
export function page<Row>(rows: readonly Row[], size: number, query: URLSearchParams): Page<Row> | undefined {
    const start = Number(query.get("$skiptoken") ?? 0);
    if (!Number.isInteger(start) || start < 0) {
        return undefined;
    }
    const end = start + size;
    return { rows: rows.slice(start, end), skiptoken: end < rows.length ? String(end) : undefined };
}

/** A positive whole number, or undefined for anything else. */
export function positiveInteger(text: string): number | undefined {
    return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
