import { UserError } from "../errors/userError";
import { pulumi, type ProjectOptions } from "./run";

/** An option of `pulumi up`. */
export interface UpFlag {
    readonly long: string;
    readonly short: string | undefined;
    /** Whether the next argument is its value, when none is attached: not for switches and optional values. */
    readonly takesNext: boolean;
}

/** What options of `pulumi up` say, as pulumi understands them. */
export interface UpOptions {
    /** The stack that is updated. Undefined: the selected one. */
    readonly stack: string | undefined;
    /** Folder of the project. Undefined: the current one. */
    readonly cwd: string | undefined;
    /** Whether they set configuration values, or name another configuration file. */
    readonly changesConfig: boolean;
    /** Whether pulumi writes JSON on standard output, where nothing else may stand then. */
    readonly json: boolean;
    /** Only the help is wanted. */
    readonly help: boolean;
    /** pulumi's own arguments, unchanged. */
    readonly own: readonly string[];
    /** What follows `--`. */
    readonly rest: readonly string[];
}

/**
 * Asks the installed pulumi which options `up` has: versions differ.
 * @throws UserError when pulumi is missing or fails; the signal's reason when it aborts
 */
export async function readUpFlags(options: ProjectOptions): Promise<readonly UpFlag[]> {
    const flags = parseUpFlags(await pulumi(["up", "--help"], options));
    if (!["stack", "cwd"].every((name) => flags.some(({ long }) => long === name))) {
        throw new UserError("unexpected output from `pulumi up --help`", "Version 3.259.0 or later is required.");
    }
    return flags;
}

/** The options in pulumi's help, such as `-s, --stack string`; a type with `[=…]` has an optional value. */
export function parseUpFlags(help: string): readonly UpFlag[] {
    return [...help.matchAll(/^ +(?:-(\w), )?--([\w-]+)(?: (\S+))?(?: {2,}.*)?$/gm)].map(
        ([, short, long = "", type]) => ({
            long,
            short,
            takesNext: type !== undefined && !type.includes("[="),
        }),
    );
}

/**
 * Reads the arguments of `pulumi up` by the rules of pflag, the library that pulumi reads them with
 * (pkg.go.dev/github.com/spf13/pflag, "Command line flag syntax"): an option's value may look like another option, be
 * attached with or without `=`, and follow several switches in one word. Of an option given twice, the last counts.
 * @throws UserError for what pulumi's help does not list, since it may or may not take the next argument as its value
 */
export function readUpOptions(args: readonly string[], flags: readonly UpFlag[]): UpOptions {
    const values = new Map<string, string>();
    let index = 0;
    while (index < args.length && args[index] !== "--") {
        const argument = args[index++] ?? "";
        if (!/^-./.test(argument)) {
            throw new UserError(
                `the argument ${argument} is not an option of \`pulumi up\``,
                "Run this command in the project's folder. Templates are not supported.",
            );
        }
        const { flag, attached } = argument.startsWith("--")
            ? longFlag(argument, flags)
            : lastShort(argument, flags, values);
        values.set(flag.long, attached ?? (flag.takesNext ? (args[index++] ?? "") : "true"));
    }
    return {
        stack: values.get("stack") || undefined,
        cwd: values.get("cwd") || undefined,
        changesConfig: values.has("config") || values.has("config-file"),
        json: values.get("json") === "true",
        help: values.get("help") === "true",
        own: args.slice(0, index),
        rest: args.slice(index + 1),
    };
}

interface FoundFlag {
    readonly flag: UpFlag;
    /** Undefined: its value, if it needs one, is the next argument. */
    readonly attached: string | undefined;
}

function longFlag(argument: string, flags: readonly UpFlag[]): FoundFlag {
    const [, name = "", attached] = /^--([^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const flag = flags.find(({ long }) => long === name);
    if (flag === undefined && attached === undefined) {
        throw unlisted(`--${name}`);
    }
    return { flag: flag ?? { long: name, short: undefined, takesNext: false }, attached };
}

/** The last option of a word such as `-yfs`; the values of the switches before it are set. */
function lastShort(argument: string, flags: readonly UpFlag[], values: Map<string, string>): FoundFlag {
    let letters = argument.slice(1);
    for (;;) {
        const flag = flags.find(({ short }) => short === letters[0]);
        if (flag === undefined) {
            throw unlisted(`-${letters[0] ?? ""}`);
        }
        const after = letters.slice(1);
        if (after.length > 1 && after.startsWith("=")) {
            return { flag, attached: after.slice(1) };
        }
        if (after === "" || flag.takesNext) {
            return { flag, attached: after || undefined };
        }
        values.set(flag.long, "true");
        letters = after;
    }
}

function unlisted(option: string): UserError {
    return new UserError(
        `\`pulumi up --help\` does not list the option ${option}`,
        "If pulumi has it nevertheless, write its long form with its value: --name=value, or --name=true for a switch.",
    );
}
