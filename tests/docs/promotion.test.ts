import { readFileSync } from "node:fs";
import { parsePolicy } from "../../src/definition/policy";
import { refusalCodes } from "../../src/promotion/refusals";

const page = readFileSync("docs/promotion.md", "utf8");

describe("docs/promotion.md", () => {
    it.each(refusalCodes)("has a section of the runbook for the refusal %s", (code) => {
        expect(page).toMatch(new RegExp(`^### ${code}\\n\\n\\S`, "m"));
    });

    it("has no section for a refusal that does not exist", () => {
        const [, runbook = ""] = page.split("## Runbook");
        const sections = [...runbook.matchAll(/^### (.*)$/gm)].map(([, title]) => title);
        expect(sections.toSorted()).toEqual([...refusalCodes].toSorted());
    });

    it("shows a promotion.json that is valid", () => {
        const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
        expect(parsePolicy(example).stages.map(({ name }) => name)).toEqual(["dev", "test", "prod"]);
    });
});
