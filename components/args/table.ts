import type { ArgsCheck, Problem, Siblings } from "./argsCheck";

/** Everything that the project knows of one argument, besides the doc comment of its property. */
export interface Row<Used = unknown> {
    /** Its type in a stack's configuration and in schema.json. */
    readonly type: "string" | "boolean" | "integer" | "array" | "object";
    /** Notes what is wrong with a value, and returns what is used in its place. */
    readonly read: (check: ArgsCheck, path: string, given: unknown, siblings: Siblings) => Used;
    /** Whether a value has to be given. */
    readonly required?: true;
    /** What is used when no value is given. */
    readonly default?: unknown;
    /** A value, as in a stack's configuration file. */
    readonly example: unknown;
    /** Whether the value is a secret. */
    readonly secret?: true;
    /** The configuration key, where it is not the argument's name in the project's own namespace. */
    readonly configuredAs?: string;
}

/** A row for every argument: one that is forgotten, or read as another type than its property has, does not compile. */
export type RowsOf<Args> = { readonly [K in keyof Required<Args>]: Row<Args[K]> };

/** The arguments of a component, or of one part of them. */
export interface ArgsTable<Rows extends Readonly<Record<string, Row>> = Readonly<Record<string, Row>>> {
    readonly rows: Rows;
    /** Options that people expect and that cannot exist, with the reason. */
    readonly impossible?: Readonly<Record<string, Problem>>;
}

/** The arguments after the check, with defaults filled in. */
export type Read<Rows extends Readonly<Record<string, Row>>> = {
    -readonly [K in keyof Rows]:
        ReturnType<Rows[K]["read"]> | (Rows[K] extends { required: true } | { default: unknown } ? never : undefined);
};

/**
 * Checks arguments by their table and returns what is used in their place; problems are noted in the check.
 * @param path Where the arguments are, with a final dot; empty at the top.
 */
export function readArgs<Rows extends Readonly<Record<string, Row>>>(
    check: ArgsCheck,
    path: string,
    args: object,
    { rows, impossible }: ArgsTable<Rows>,
): Read<Rows> {
    check.options(path, args, Object.keys(rows), impossible);
    const given = args as Siblings;
    const values = Object.fromEntries(
        Object.entries(rows).map(([name, row]) => [
            name,
            row.default === undefined ? given[name] : (given[name] ?? row.default),
        ]),
    );
    const read = ([name, row]: [string, Row]): unknown => {
        const value = values[name];
        if (value === undefined && row.required !== true) {
            return undefined;
        }
        return row.read(check, `${path}${name}`, value, values);
    };
    return Object.fromEntries(Object.entries(rows).map((entry) => [entry[0], read(entry)])) as Read<Rows>;
}
