import { readFileSync } from "node:fs";
import { Language, Parser, type Node } from "web-tree-sitter";

/** Parses PowerShell with the grammar of tree-sitter-powershell. */
export async function powershellParser(): Promise<(source: string) => Node> {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(
        await Language.load(readFileSync(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm"))),
    );
    return (source) => {
        // The grammar has no byte order mark.
        const tree = parser.parse(source.replace(/^\uFEFF/, ""));
        if (tree === null) {
            throw new Error("the parser gave up");
        }
        return tree.rootNode;
    };
}

/** The places that are not PowerShell, for a message. */
export function syntaxErrors(root: Node): string[] {
    return root
        .descendantsOfType("ERROR")
        .map((node) => `line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`)
        .concat(root.hasError && root.descendantsOfType("ERROR").length === 0 ? ["something is missing"] : []);
}
