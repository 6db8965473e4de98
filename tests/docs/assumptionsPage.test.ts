import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { assumptions } from "../../tools/acceptance/assumptions/all";
import { assumptionsPage } from "../../tools/docs/assumptionsPage";

const folder = path.resolve(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");
const sources = execFileSync(
    "git",
    ["ls-files", "src", "components", "packages/*/src/*", "docs", "TRAPS.md", "README.md"],
    {
        cwd: folder,
        encoding: "utf8",
    },
)
    .trim()
    .split("\n")
    .filter((file) => /\.(ts|md)$/.test(file) && file !== "docs/assumptions.md");

describe("docs/assumptions.md", () => {
    it("is what `npm run docs` makes of the acceptance suite", () => {
        expect(read("docs/assumptions.md")).toBe(assumptionsPage());
    });

    it("has no id twice", () => {
        const ids = assumptions.map(({ id }) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });

    it.each(assumptions.map(({ id, statedIn }) => [id, statedIn]))(
        "%s is marked where it is relied on, in %s",
        (id, file) => {
            expect(read(file)).toMatch(new RegExp(`[Aa]ssumed \\(${id}\\)`));
        },
    );
});

it.each(sources)("%s marks what it assumes with the id of an assumption", (file) => {
    const marks = [...read(file).matchAll(/\bassumed\b(?! by)(?: \(([\w-]+)\))?/gi)];
    const ids = assumptions.map(({ id }) => id);
    expect(marks.filter(([, id]) => id === undefined || !ids.includes(id)).map(([mark]) => mark)).toEqual([]);
});
