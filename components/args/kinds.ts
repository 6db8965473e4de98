import type * as pulumi from "@pulumi/pulumi";
import { isMap, type ArgsCheck, type Rule } from "./argsCheck";
import { readArgs, type ArgsTable, type Read, type Row } from "./table";

/** The part of a row that says what kind of value it is. */
type Kind<Used> = Pick<Row<Used>, "type" | "read">;

/** A text, by the rule. */
export function text(rule: Rule): Kind<pulumi.Input<string>> {
    return {
        type: "string",
        read: (check, path, given, siblings) => check.input(path, given, inWords(rule), siblings),
    };
}

/** A text that no message may show. */
export function confidential(rule: Rule): Kind<pulumi.Input<string>> {
    return { type: "string", read: (check, path, given, siblings) => check.confidential(path, given, rule, siblings) };
}

/** A text that must be known when the program starts, because resources depend on it. */
export function plainText<T extends string>(rule: Rule): Kind<T> {
    return {
        type: "string",
        read: (check, path, given, siblings) => {
            check.plain(path, given, inWords(rule), siblings);
            return given as T;
        },
    };
}

/** A whole number that must be known when the program starts. */
export function plainNumber(rule: Rule): Kind<number> {
    return {
        type: "integer",
        read: (check, path, given, siblings) => {
            check.plain(path, given, withoutQuotes(rule), siblings);
            return given as number;
        },
    };
}

/** A whole number. */
export function number(rule: Rule): Kind<pulumi.Input<number>> {
    return {
        type: "integer",
        read: (check, path, given, siblings) => check.input(path, given, withoutQuotes(rule), siblings),
    };
}

/** Something that is on or off. */
export const flag: Kind<boolean> = {
    type: "boolean",
    read: (check, path, given) => {
        check.plain(path, given, (value) =>
            typeof value === "boolean" ? undefined : { wrong: "is not true or false", remedy: flagRemedy(value) },
        );
        return given === true;
    },
};

const flagRemedy = (value: unknown): string =>
    value === "true" || value === "false" ? `Remove the quotes: ${value}` : "Write true or false, without quotes";

/** A map of options with a table of their own. */
export function options<Rows extends Readonly<Record<string, Row>>>(
    table: ArgsTable<Rows>,
    example: string,
): Kind<Read<Rows>> {
    return {
        type: "object",
        read: (check, path, given) => {
            // In a stack's file a key with nothing behind it is null.
            const isGiven = check.plain(path, given ?? {}, mapRule(example));
            return readArgs(check, `${path}.`, isGiven ? (given ?? {}) : {}, table);
        },
    };
}

/** A map by keys of the user's choice. They become parts of resource names, so they are short and plain. */
export function mapOf<Used>(of: Kind<Used>, example: string): Kind<Record<string, Used>> {
    return {
        type: "object",
        read: (check, path, given, siblings) => {
            if (!check.plain(path, given, mapRule(example))) {
                return {};
            }
            const entries = Object.entries(given as Record<string, unknown>);
            return Object.fromEntries(
                entries.map(([key, value]) => {
                    const isKey = check.plain(`${path}.${key}`, key, keyRule);
                    return [key, isKey ? of.read(check, `${path}.${key}`, value, siblings) : undefined];
                }),
            ) as Record<string, Used>;
        },
    };
}

/** A list, element by element. */
export function listOf<Used>(
    what: string,
    example: string,
    element: (check: ArgsCheck, path: string, given: unknown) => Used,
): Kind<Used[]> {
    return {
        type: "array",
        read: (check, path, given) =>
            check.plain(path, given, listRule(what, example))
                ? (given as unknown[]).map((value, index) => element(check, `${path}[${index}]`, value))
                : [],
    };
}

/** A value that cannot be checked, such as a resource. */
export function anything<Used>(): Kind<Used> {
    return { type: "object", read: (_, __, given) => given as Used };
}

/** A list, whatever is in it. */
export const listRule =
    (what: string, example: string): Rule =>
    (value) =>
        Array.isArray(value) ? undefined : { wrong: `is not a list of ${what}`, remedy: `For example: [${example}]` };

const mapRule =
    (example: string): Rule =>
    (value) =>
        isMap(value) ? undefined : { wrong: "is not a map", remedy: `For example: ${example}` };

const keyRule: Rule = (key) =>
    /^[a-z0-9][a-z0-9-]{0,63}$/i.test(String(key))
        ? undefined
        : {
              wrong: "is not a key of at most 64 letters, digits and hyphens",
              remedy: "Choose a key such as current or reports",
          };

/** YAML makes a number of `20261126` and a boolean of `true`, whatever the user meant. */
export function inWords(rule: Rule): Rule {
    return (value, siblings) => {
        const isMeant =
            (typeof value === "number" || typeof value === "boolean") && rule(String(value), siblings) === undefined;
        return isMeant
            ? {
                  wrong: `is a ${typeof value} in YAML, not text`,
                  remedy: `Put it in quotes: "${String(value)}"`,
              }
            : rule(value, siblings);
    };
}

/** The reverse: text where a number is required. */
function withoutQuotes(rule: Rule): Rule {
    return (value, siblings) => {
        const isMeant = typeof value === "string" && value.trim() !== "" && rule(Number(value), siblings) === undefined;
        return isMeant
            ? { wrong: "is text, not a number", remedy: `Write it without quotes and leading zeros: ${Number(value)}` }
            : rule(value, siblings);
    };
}
