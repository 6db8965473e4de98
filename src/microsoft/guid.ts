/** Whether a value is a GUID in Microsoft's usual form: 8-4-4-4-12 hex digits, any case, no braces. */
export function isGuid(value: unknown): boolean {
    return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** Whether two GUIDs are the same: case does not matter. */
export function isSameGuid(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}
