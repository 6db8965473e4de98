import { readFileSync } from "node:fs";
import ts from "typescript";

/**
 * A declaration at the top of a file.
 * @throws Error when there is none of that name.
 */
export function declaration<T extends ts.DeclarationStatement>(
    file: string,
    isKind: (node: ts.Node) => node is T,
    name: string,
): T {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const found = source.statements.find((node): node is T => isKind(node) && node.name?.getText() === name);
    if (found === undefined) {
        throw new Error(`${file} declares no ${name}`);
    }
    return found;
}

/** The doc comment of a declaration, without its tags. */
export function description(node: ts.Node): string {
    return ts
        .getJSDocCommentsAndTags(node)
        .filter(ts.isJSDoc)
        .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
        .join("\n");
}

/** The texts of a tag in a doc comment. */
export function tagged(node: ts.Node, name: string): string[] {
    return ts
        .getJSDocTags(node)
        .filter(({ tagName }) => tagName.text === name)
        .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
}

/** The source text of a node in one line. */
export const textOf = (node: ts.Node | undefined): string => node?.getText().replace(/\s+/g, " ") ?? "";

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replace(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
