import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { InputType, PropertyType } from "provider-stand-ins";
import { resourcePaths } from "provider-stand-ins";

/** packages/provider-stand-ins/src/azureNative/inputTypes.json: what the installed azure-native package declares of the stand-in's resources. */
export function azureNativeTypes(folder: string): string {
    const declarations = new Declarations(path.join(folder, "node_modules", "@pulumi", "azure-native"));
    const types = Object.fromEntries(Object.keys(resourcePaths).map((token) => [token, declarations.inputsOf(token)]));
    return `${JSON.stringify(types, null, 4)}\n`;
}

/** The declaration files of azure-native. They are parsed, not type-checked: that would take half a gigabyte. */
class Declarations {
    private readonly inputs: ts.SourceFile;

    constructor(private readonly folder: string) {
        this.inputs = this.parse("types", "input.d.ts");
    }

    /** The inputs of a resource by its token, such as `azure-native:keyvault:Secret`. */
    inputsOf(token: string): Record<string, PropertyType> {
        const [, module = "", resource = ""] = token.split(":");
        const file = this.parse(module, `${resource.charAt(0).toLowerCase()}${resource.slice(1)}.d.ts`);
        return this.properties(found(file.statements, `${resource}Args`));
    }

    private properties(declaration: ts.InterfaceDeclaration): Record<string, PropertyType> {
        return Object.fromEntries(
            declaration.members
                .filter(ts.isPropertySignature)
                .map(({ name, type, questionToken }) => [
                    name.getText(),
                    { type: this.typeOf(type), required: questionToken === undefined },
                ]),
        );
    }

    private typeOf(type: ts.TypeNode | undefined): InputType {
        if (type === undefined || type.kind === ts.SyntaxKind.AnyKeyword) {
            return "any";
        }
        if (ts.isUnionTypeNode(type)) {
            const types = type.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
            // "string | SomeEnum": the words are the narrower.
            return this.typeOf(types.at(-1));
        }
        if (ts.isArrayTypeNode(type)) {
            return { list: this.typeOf(type.elementType) };
        }
        if (ts.isTypeLiteralNode(type)) {
            const index = type.members.find(ts.isIndexSignatureDeclaration);
            return { map: this.typeOf(index?.type) };
        }
        if (ts.isTypeReferenceNode(type)) {
            return this.referenced(type);
        }
        const text = type.getText();
        return text === "string" || text === "number" || text === "boolean" ? text : "any";
    }

    private referenced(type: ts.TypeReferenceNode): InputType {
        const [root, module = "", name = ""] = type.typeName.getText().split(".");
        switch (root) {
            case "pulumi":
                return this.typeOf(type.typeArguments?.[0]);
            case "inputs":
                return { properties: this.properties(found(this.namespace(module), name)) };
            case "enums":
                return { words: this.words(module, name) };
            default:
                throw new Error(`azure-native declares a type that is not understood: ${type.getText()}`);
        }
    }

    private namespace(module: string): readonly ts.Statement[] {
        const body = this.inputs.statements.find(
            (node): node is ts.ModuleDeclaration => ts.isModuleDeclaration(node) && node.name.text === module,
        )?.body;
        return body !== undefined && ts.isModuleBlock(body) ? body.statements : [];
    }

    /** The values of a const object that azure-native has for an enum. */
    private words(module: string, name: string): string[] {
        const file = this.parse("types", "enums", module, "index.d.ts");
        const declaration = file.statements
            .filter(ts.isVariableStatement)
            .flatMap(({ declarationList }) => [...declarationList.declarations])
            .find((node) => node.name.getText() === name);
        if (declaration?.type === undefined || !ts.isTypeLiteralNode(declaration.type)) {
            throw new Error(`azure-native declares no enum ${module}.${name}`);
        }
        return declaration.type.members
            .filter(ts.isPropertySignature)
            .map(({ type }) => JSON.parse(type?.getText() ?? "") as string);
    }

    private parse(...names: string[]): ts.SourceFile {
        const file = path.join(this.folder, ...names);
        return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    }
}

function found(statements: readonly ts.Statement[], name: string): ts.InterfaceDeclaration {
    const declaration = statements.find(
        (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === name,
    );
    if (declaration === undefined) {
        throw new Error(`azure-native declares no ${name}`);
    }
    return declaration;
}
