import { setFlagsFromString } from "node:v8";
import { Language, Parser, type Tree } from "web-tree-sitter";
import { UserError } from "../../errors/userError";
import { readInput } from "../../files/readInput";
import { withoutGaps } from "./gaps";

/** Far above any script that people write, in characters. */
const largestScript = 1024 * 1024;

/** How much of the processor one script may take, in milliseconds; the largest takes a few seconds. */
const longestTime = 20_000;

/**
 * Starts the time that the reading of a script may take.
 * @returns what throws a UserError when that time is over
 */
export function startTime(name: string): () => void {
    // Time of the processor, not of the clock: a busy machine refuses no script.
    const start = process.cpuUsage();
    return () => {
        const { user, system } = process.cpuUsage(start);
        if (user + system > longestTime * 1000) {
            throw new UserError(`${name}: cannot be read within ${longestTime / 1000} s`, "Is it a PowerShell script?");
        }
    };
}

/**
 * Parses PowerShell with the grammar of tree-sitter-powershell. Nothing is executed, and no other file is read.
 * @param name what to call the script in an error
 * @param checkTime throws when the parsing has taken too long
 * @throws UserError when the script is too large, or takes too long
 */
export async function parsePowerShell(source: string, name: string, checkTime: () => void): Promise<Tree> {
    if (source.length > largestScript) {
        throw new UserError(`${name}: is too large for a script (got ${source.length} characters)`);
    }
    const parser = await powershellParser();
    const text = withoutGaps(source);
    const tree = parse(parser, text, checkTime);
    const separated = withSeparatedParameters(text, tree);
    if (separated === text) {
        return tree;
    }
    tree.delete();
    return parse(parser, separated, checkTime);
}

function parse(parser: Parser, text: string, checkTime: () => void): Tree {
    let overtime: Error | undefined;
    const progressCallback = (): boolean => {
        try {
            checkTime();
        } catch (error) {
            overtime = error as Error;
        }
        return overtime !== undefined;
    };
    const tree = parser.parse(text, null, { progressCallback });
    parser.reset();
    if (tree === null) {
        throw overtime ?? new Error("the parser has no language");
    }
    return tree;
}

/** The grammar wants a line break or a semicolon after `param(…)` of a function. */
function withSeparatedParameters(text: string, { rootNode }: Tree): string {
    if (!rootNode.hasError) {
        return text;
    }
    const characters = text.split("");
    for (const { endIndex } of rootNode.descendantsOfType("param_block")) {
        if (/^[ \t]+[^\s;}#]/.test(text.slice(endIndex, endIndex + 200))) {
            characters[endIndex] = ";";
        }
    }
    return characters.join("");
}

let loading: Promise<Parser> | undefined;

function powershellParser(): Promise<Parser> {
    return (loading ??= load());
}

async function load(): Promise<Parser> {
    // The optimizing compiler would work on the grammar for seconds after a short command is done, and keep it from ending.
    setFlagsFromString("--no-wasm-tier-up");
    setFlagsFromString("--no-wasm-dynamic-tiering");
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(readInput(grammarFile())));
    return parser;
}

/** An optional dependency: its install script, which is not needed here, cannot run on every machine. */
function grammarFile(): string {
    try {
        return require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm");
    } catch {
        throw new UserError(
            "the PowerShell grammar is not installed",
            "Install it: npm install --ignore-scripts tree-sitter-powershell@0.26.4",
        );
    }
}
