/** The properties of a JSON object from the network; none when the text is something else, such as a proxy's page. */
export function jsonProperties(text: string): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = JSON.parse(text);
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

/** Whether a parsed value has named properties. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
