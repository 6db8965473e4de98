import { readFileSync } from "node:fs";
import path from "node:path";
import { assumptions } from "../../tools/acceptance/assumptions/all";
import { assumptionsPage } from "../../tools/docs/assumptionsPage";

const folder = path.resolve(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");
describe("docs/assumptions.md", () => {
    it("is what `npm run docs` makes of the acceptance suite", () => {
        expect(read("docs/assumptions.md")).toBe(assumptionsPage());
    });

    it("has no id twice", () => {
        const ids = assumptions.map(({ id }) => id);
        expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });
});
