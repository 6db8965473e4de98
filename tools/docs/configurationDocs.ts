import path from "node:path";
import ts from "typescript";
import { stringify } from "yaml";
import type { Row } from "../../components/args/table";
import { configurationTable } from "../../components/configuration";
import { declaration, description, markdownTable, textOf } from "./declarations";

/** A key of a stack's configuration: its row, and what its doc comment says first. */
interface Key {
    readonly key: string;
    readonly row: Row;
    readonly summary: string;
}

/** The keys of the configuration, those of the azuread provider first. */
function keys(folder: string): Key[] {
    const inArgs = declaration(
        path.join(folder, "components/args/unattendedAccessArgs.ts"),
        ts.isInterfaceDeclaration,
        "UnattendedAccessArgs",
    );
    const own = declaration(
        path.join(folder, "components/configuration.ts"),
        ts.isInterfaceDeclaration,
        "Configuration",
    );
    const members = [...inArgs.members, ...own.members].filter(ts.isPropertySignature);
    const rows: Readonly<Record<string, Row>> = configurationTable.rows;
    return Object.entries(rows)
        .map(([name, row]) => {
            const member = members.find((candidate) => textOf(candidate.name) === name);
            if (member === undefined) {
                throw new Error(`no property has the name of the row ${name}`);
            }
            return { key: row.configuredAs ?? name, row, summary: firstSentences(description(member)) };
        })
        .sort((a, b) => Number(b.key.includes(":")) - Number(a.key.includes(":")));
}

/** Without sources: they are in the pages of the components. */
function firstSentences(text: string): string {
    return text
        .replace(/\s+/g, " ")
        .replace(/ ?\(learn\.microsoft\.com[^)]*\)/g, "")
        .replace(/ Source: .*$/, "")
        .trim();
}

/** The section `config:` of Pulumi.yaml. */
export function configSection(folder: string): string {
    const config = Object.fromEntries(
        keys(folder)
            .filter(({ key }) => !key.includes(":"))
            .map(({ key, row, summary }) => [
                key,
                {
                    type: row.type,
                    ...(row.type === "array" ? { items: { type: "string" } } : {}),
                    description: summary.replaceAll("`", ""),
                    ...(row.default === undefined ? {} : { default: row.default }),
                },
            ]),
    );
    return stringify({ config }, { lineWidth: 0 });
}

/** The table of docs/configuration.md. */
export function configurationKeysTable(folder: string): string {
    return markdownTable(
        ["Key", "Default", "Description"],
        keys(folder).map(({ key, row, summary }) => [`\`${key}\``, defaultText(row), summary]),
    );
}

function defaultText({ required, default: value }: Row): string {
    if (required || value === undefined) {
        return "required";
    }
    return value === "" ? "none" : `\`${typeof value === "string" ? value : inYaml(value)}\``;
}

/** A value in one line of YAML. */
function inYaml(value: unknown): string {
    return stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true })
        .trim()
        .replace(/^\[ (.*) \]$/, "[$1]");
}
