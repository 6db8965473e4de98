import type { ZodError } from "zod";

type Issue = ZodError["issues"][number];

/** What a value of each type is called for people. */
const typeNames: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
};

/**
 * What a schema found wrong with a value, one text per property, in words for people: `deliveries.0.kind: is missing`.
 * @param subject what the value is, for a problem of the whole: `it` reads "it must be an object"
 */
export function schemaProblems({ issues }: ZodError, subject = "it"): readonly string[] {
    return issues.map((issue) => {
        const path = issue.path.join(".");
        return path === "" ? `${subject} ${problem(issue)}` : `${path}: ${problem(issue)}`;
    });
}

function problem(issue: Issue): string {
    if (issue.code === "unrecognized_keys") {
        return `has unknown properties: ${issue.keys.join(", ")}`;
    }
    if (issue.code === "invalid_value" && issue.message.startsWith("Invalid")) {
        return `must be ${issue.values.map(String).join(" or ")}`;
    }
    if (issue.code !== "invalid_type" || !issue.message.startsWith("Invalid input")) {
        return issue.message;
    }
    return issue.message.endsWith("received undefined")
        ? "is missing"
        : `must be ${typeNames[issue.expected] ?? issue.expected}`;
}
