import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { azureExports } from "../../tools/docs/azureExports";
import { azureNativeTypes } from "../../tools/docs/azureNativeTypes";
import { componentPages } from "../../tools/docs/componentPages";
import { directoryRolesPage } from "../../tools/docs/directoryRolesPage";
import { betweenMarkers } from "../../tools/docs/markers";
import { analysedSchema, componentSchema, type PackageFacts } from "../../tools/docs/schema";

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
});

it("exo-unattended/azure exports every target in the table of targets", () => {
    const text = read("components", "azure", "index.ts");
    expect(text).toBe(betweenMarkers(text, "targets", azureExports()));
});

it("docs/directory-roles.md is what `npm run docs` makes of the table of roles", () => {
    expect(read("docs", "directory-roles.md")).toBe(directoryRolesPage());
});

describe("schema.json, so that packages in other languages stay possible,", () => {
    const analysed = analysedSchema(folder, JSON.parse(read("package.json")) as PackageFacts);

    it("is what `npm run docs` makes of the components", () => {
        expect(read("schema.json")).toBe(componentSchema(analysed));
    });

    it("is what Pulumi's analyser sees, with secrets marked and whole numbers told apart, and nothing else", () => {
        const withoutRefinement = JSON.parse(read("schema.json"), (_, value: unknown) => {
            const { secret, ...rest } = Object(value) as { secret?: unknown; type?: unknown };
            const isProperty = secret === true || rest.type === "integer";
            return isProperty ? { ...rest, ...(rest.type === "integer" ? { type: "number" } : {}) } : value;
        }) as unknown;
        expect(withoutRefinement).toEqual(JSON.parse(analysed));
    });

    it("marks every private key as secret, and no number as fractional", () => {
        const keys = [...read("schema.json").matchAll(/"privateKeyPem": (\{[^}]*\})/g)].map(([, text = ""]) => text);
        expect(keys.length).toBeGreaterThan(3);
        expect(keys.filter((text) => !text.includes('"secret": true'))).toEqual([]);
        expect(read("schema.json")).not.toContain('"type": "number"');
    });
});

it("the stand-in's types of azure-native are those of the installed package", () => {
    expect(read("packages", "provider-stand-ins", "src", "azureNative", "inputTypes.json")).toBe(
        azureNativeTypes(folder),
    );
});
