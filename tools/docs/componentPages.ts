import path from "node:path";
import ts from "typescript";
import { declaration, description, markdownTable, tagged, textOf } from "./declarations";
import { fileOf } from "../../src/identities/azureTargets";
import { azureComponentNames, componentNames } from "./schema";
import { tableOf } from "./tables";

type Name = (typeof componentNames)[number] | (typeof azureComponentNames)[number];

/** The pages of docs/components by file name: what the doc comments and the tables of arguments say of each component. */
export function componentPages(folder: string): Readonly<Record<string, string>> {
    const components = path.join(folder, "components");
    return Object.fromEntries([
        ...componentNames.map((name) => [`${name}.md`, componentPage(components, "", name)]),
        ...azureComponentNames.map((name) => [`${name}.md`, componentPage(components, "azure", name)]),
    ]) as Record<string, string>;
}

/**
 * @param components The folder of all components.
 * @param subfolder The folder in it that has the component's source.
 */
function componentPage(components: string, subfolder: string, name: Name): string {
    const file = fileOf(name);
    const component = declaration(path.join(components, subfolder, `${file}.ts`), ts.isClassDeclaration, name);
    const args = declaration(path.join(components, "args", `${file}Args.ts`), ts.isInterfaceDeclaration, `${name}Args`);
    const constructor = component.members.find(ts.isConstructorDeclaration);
    return [
        `# ${name}`,
        description(component),
        ...tagged(component, "example").map((example) => example.trim()),
        "Arguments without a default are required.",
        markdownTable(
            ["Argument", "Type", "Description", "Default", "Example"],
            args.members
                .filter(ts.isPropertySignature)
                .map((member) => [
                    `\`${textOf(member.name)}\``,
                    `\`${textOf(member.type)}\``,
                    description(member),
                    tagged(member, "default").join(" "),
                    `\`${exampleText(tableOf(name).rows[textOf(member.name)]?.example)}\``,
                ]),
        ),
        ...(constructor === undefined ? [] : tagged(constructor, "throws").map((text) => `Throws ${text}`)),
        markdownTable(
            ["Output", "Type", "Description"],
            component.members
                .filter(ts.isPropertyDeclaration)
                .map((member) => [`\`${textOf(member.name)}\``, `\`${textOf(member.type)}\``, description(member)]),
        ),
        "Written by `npm run docs` from the doc comments and tables in " + `[components/](../../components).\n`,
    ].join("\n\n");
}

/** An example as TypeScript. Texts such as `access.connection` are expressions. */
function exampleText(example: unknown): string {
    if (typeof example === "string" && /^(access|application)\.\w+$/.test(example)) {
        return example;
    }
    if (Array.isArray(example)) {
        return `[${example.map(exampleText).join(", ")}]`;
    }
    if (typeof example === "object" && example !== null) {
        return `{ ${Object.entries(example)
            .map(([key, value]) => `${key}: ${exampleText(value)}`)
            .join(", ")} }`;
    }
    return JSON.stringify(example);
}
