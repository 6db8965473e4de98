import { trimmed } from "./recordings";

/**
 * How an answer differs in form from a recorded one: what is absent, or of another kind. More than was recorded is no
 * difference, nor is null: both say that a property exists.
 */
export function differencesInShape(recorded: unknown, actual: unknown, at = ""): string[] {
    if (recorded === null || actual === null) {
        return [];
    }
    if (Array.isArray(recorded)) {
        if (!Array.isArray(actual)) {
            return [`${at} is no list`];
        }
        const [example] = recorded as unknown[];
        const [other] = actual as unknown[];
        return example === undefined || other === undefined ? [] : differencesInShape(example, other, `${at}[]`);
    }
    if (typeof recorded !== typeof actual) {
        return [`${at} is ${typeof actual}, not ${typeof recorded}`];
    }
    return typeof recorded === "object" ? differencesInProperties(recorded, actual as object, at) : [];
}

function differencesInProperties(recorded: object, actual: object, at: string): string[] {
    const properties = new Map<string, unknown>(Object.entries(actual));
    return Object.entries(recorded)
        .filter(([name]) => name !== trimmed)
        .flatMap(([name, value]) =>
            properties.has(name)
                ? differencesInShape(value, properties.get(name), `${at}.${name}`)
                : [`${at}.${name} is absent`],
        );
}
