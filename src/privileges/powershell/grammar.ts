import { Language, Parser, type Tree } from "web-tree-sitter";
import { UserError } from "../../errors/userError";
import { readInput } from "../../files/readInput";
import { withoutGaps } from "./gaps";

/** Far above any script that people write, in characters. */
const largestScript = 1024 * 1024;

/** How long one script may take, in milliseconds; a large one takes less than a second. */
const longestParse = 20_000;

/**
 * Parses PowerShell with the grammar of tree-sitter-powershell. Nothing is executed, and no other file is read.
 * @param name what to call the script in an error
 * @throws UserError when the script is too large, or too deeply nested, to be parsed
 */
export async function parsePowerShell(source: string, name: string): Promise<Tree> {
    if (source.length > largestScript) {
        throw new UserError(`${name}: is too large for a script (got ${source.length} characters)`);
    }
    const parser = await powershellParser();
    const deadline = Date.now() + longestParse;
    const parse = (text: string): Tree => {
        const tree = parser.parse(text, null, { progressCallback: () => Date.now() > deadline });
        parser.reset();
        if (tree === null) {
            throw new UserError(`${name}: cannot be parsed within ${longestParse / 1000} s`, "Is it PowerShell?");
        }
        return tree;
    };
    const text = withoutGaps(source);
    const tree = parse(text);
    const separated = withSeparatedParameters(text, tree);
    if (separated === text) {
        return tree;
    }
    tree.delete();
    return parse(separated);
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
