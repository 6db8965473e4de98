import { isGuid } from "microsoft-local-tenant/guid";

/** The checks of single values, in the published provider's wording. */

export const uuid = (path: string, value: string): string | undefined =>
    isGuid(value) ? undefined : `expected "${path}" to be a valid UUID, got ${value}`;

export const empty = (path: string, value: string): string | undefined =>
    value.trim() === "" ? `expected "${path}" to not be an empty string, got ${value}` : undefined;

export const otherThan =
    (...allowed: readonly string[]) =>
    (path: string, value: string): string | undefined =>
        allowed.includes(value)
            ? undefined
            : `expected ${path} to be one of [${allowed.map((word) => `"${word}"`).join(" ")}], got ${value}`;

export function notRfc3339(path: string, value: string): string | undefined {
    if (
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
        !Number.isNaN(Date.parse(value))
    ) {
        return undefined;
    }
    // Go names the first part of its layout that does not fit; a text that is not a date at all fails at the year.
    return (
        `expected "${path}" to be a valid RFC3339 date, got "${value}": ` +
        `parsing time "${value}" as "2006-01-02T15:04:05Z07:00": cannot parse "${value}" as "2006"`
    );
}

export function notApplicationId(_: string, value: string): string | undefined {
    const [empty, literal, id, ...rest] = value.split("/");
    if (empty === "" && literal === "applications" && id !== undefined && id !== "" && rest.length === 0) {
        return undefined;
    }
    const given = value.startsWith("/") ? value.slice(1).split("/").filter(Boolean) : [];
    const parsed = [0, 1].map(
        (index) => `* Segment ${index} - ${given[index] ? `parsed as "${given[index]}"` : "not found"}\n`,
    );
    return (
        `parsing "${value}": parsing the Application ID: the number of segments didn't match\n\n` +
        "Expected a Application ID that matched (containing 2 segments):\n\n> /applications/applicationId\n\n" +
        `However this value was provided (which was parsed into ${given.length} segments):\n\n> ${value}\n\n` +
        'The following Segments are expected:\n\n* Segment 0 - this should be the literal value "applications"\n' +
        '* Segment 1 - this should be the user specified value for this applicationId [for example "applicationId"]\n\n' +
        `The following Segments were parsed:\n\n${parsed.join("")}`
    );
}
