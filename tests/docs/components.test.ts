import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { azureNativeTypes } from "../../tools/docs/azureNativeTypes";
import { componentPages } from "../../tools/docs/componentPages";
import { directoryRolesPage } from "../../tools/docs/directoryRolesPage";
import { componentSchema, type PackageFacts } from "../../tools/docs/schema";

const folder = path.resolve(__dirname, "../..");
const read = (...names: string[]): string => readFileSync(path.join(folder, ...names), "utf8");
const pages = componentPages(folder);

describe("docs/components", () => {
    it("has a page for every component, and no other", () => {
        expect(readdirSync(path.join(folder, "docs", "components")).sort()).toEqual(Object.keys(pages).sort());
    });

    it.each(Object.keys(pages))("has in %s what `npm run docs` makes of the doc comments", (file) => {
        expect(read("docs", "components", file)).toBe(pages[file]);
    });

    it.each(Object.entries(pages))("says of every argument and output in %s what it is", (_, page) => {
        const rows = page.split("\n").filter((line) => line.startsWith("| `"));
        expect(rows.length).toBeGreaterThan(4);
        expect(rows.filter((row) => row.split(" | ")[2]?.trim() === "")).toEqual([]);
    });

    it.each(Object.entries(pages))("gives every argument of %s that may be left out a default", (file, page) => {
        const optional = optionalArgs(file.replace(/\.md$/, ""));
        expect(optional).not.toEqual([]);
        const rows = page.split("\n").filter((line) => optional.some((name) => line.startsWith(`| \`${name}\` |`)));
        expect(rows.filter((row) => /\|\s+\|$/.test(row))).toEqual([]);
    });
});

it("docs/directory-roles.md is what `npm run docs` makes of the table of roles", () => {
    expect(read("docs", "directory-roles.md")).toBe(directoryRolesPage());
});

it("schema.json is what Pulumi's analyser makes of the components, so that packages in other languages stay possible", () => {
    expect(read("schema.json")).toBe(componentSchema(folder, JSON.parse(read("package.json")) as PackageFacts));
});

it("the stand-in's types of azure-native are those of the installed package", () => {
    expect(read("packages", "provider-stand-ins", "src", "azureNative", "inputTypes.json")).toBe(
        azureNativeTypes(folder),
    );
});

/** Names of the arguments that may be left out, by their declaration. */
function optionalArgs(component: string): string[] {
    const file = `${component.charAt(0).toLowerCase()}${component.slice(1)}Args.ts`;
    const source = [path.join("components", file), path.join("components", "azure", file)].find((name) =>
        existsSync(path.join(folder, name)),
    );
    const [, members = ""] =
        new RegExp(`interface ${component}Args \\{([^]*?)^\\}`, "m").exec(read(source ?? "")) ?? [];
    return [...members.matchAll(/^ {4}(\w+)\?:/gm)].map(([, name = ""]) => name);
}
