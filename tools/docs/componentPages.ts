import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { azureComponentNames, componentNames } from "./schema";

/** The pages of docs/components by file name: what the doc comments of each component and of its args say. */
export function componentPages(folder: string): Readonly<Record<string, string>> {
    const components = path.join(folder, "components");
    return Object.fromEntries([
        ...componentNames.map((name) => [`${name}.md`, componentPage(components, name)]),
        ...azureComponentNames.map((name) => [`${name}.md`, componentPage(path.join(components, "azure"), name)]),
    ]) as Record<string, string>;
}

/** @param folder The folder of the component's source. */
function componentPage(folder: string, name: string): string {
    const file = name.charAt(0).toLowerCase() + name.slice(1);
    const component = declaration(folder, `${file}.ts`, ts.isClassDeclaration, name);
    const args = declaration(folder, `${file}Args.ts`, ts.isInterfaceDeclaration, `${name}Args`);
    const constructor = component.members.find(ts.isConstructorDeclaration);
    return [
        `# ${name}`,
        description(component),
        ...tagged(component, "example"),
        "Arguments without a default are needed.",
        table(
            ["Argument", "Type", "What it is", "Default"],
            args.members
                .filter(ts.isPropertySignature)
                .map((member) => [
                    `\`${textOf(member.name)}\``,
                    `\`${textOf(member.type)}\``,
                    description(member),
                    tagged(member, "default").join(" "),
                ]),
        ),
        ...(constructor === undefined ? [] : tagged(constructor, "throws").map((text) => `Throws ${text}`)),
        table(
            ["Output", "Type", "What it is"],
            component.members
                .filter(ts.isPropertyDeclaration)
                .map((member) => [`\`${textOf(member.name)}\``, `\`${textOf(member.type)}\``, description(member)]),
        ),
        "Written by `npm run docs` from the doc comments in " + `[components/](../../components).\n`,
    ].join("\n\n");
}

function declaration<T extends ts.DeclarationStatement>(
    folder: string,
    file: string,
    isKind: (node: ts.Node) => node is T,
    name: string,
): T {
    const source = ts.createSourceFile(
        file,
        readFileSync(path.join(folder, file), "utf8"),
        ts.ScriptTarget.Latest,
        true,
    );
    const found = source.statements.find((node): node is T => isKind(node) && node.name?.getText() === name);
    if (found === undefined) {
        throw new Error(`${file} declares no ${name}`);
    }
    return found;
}

function description(node: ts.Node): string {
    return ts
        .getJSDocCommentsAndTags(node)
        .filter(ts.isJSDoc)
        .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
        .join("\n");
}

function tagged(node: ts.Node, name: string): string[] {
    return ts
        .getJSDocTags(node)
        .filter(({ tagName }) => tagName.text === name)
        .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "");
}

const textOf = (node: ts.Node | undefined): string => node?.getText().replace(/\s+/g, " ") ?? "";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replace(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
