import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(__dirname, "../..");
const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: folder,
    encoding: "utf8",
})
    .trim()
    .split("\n");

/** Targets of links that lead to a file of the project, without what follows the name. */
function fileLinks(page: string): string[] {
    const text = readFileSync(path.join(folder, page), "utf8");
    return [...text.matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, target = ""]) => target);
}

/** Headings as the anchors that links to them use. */
function anchors(page: string): string[] {
    return [...readFileSync(path.join(folder, page), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
            .toLowerCase()
            .replace(/[^\p{L}\p{N} -]/gu, "")
            .replaceAll(" ", "-"),
    );
}

describe("the pages of the documentation", () => {
    it.each(pages)("%s links to files that are there", (page) => {
        const missing = fileLinks(page).filter((target) => !existsSync(path.join(folder, path.dirname(page), target)));
        expect(missing).toEqual([]);
    });

    it.each(pages)("%s links to headings that are there", (page) => {
        const text = readFileSync(path.join(folder, page), "utf8");
        const dead = [...text.matchAll(/\]\((?!https?:)([^)#\s]*\.md)?#([^)\s]+)\)/g)].filter(
            ([, target, anchor = ""]) => {
                const linked = target === undefined ? page : path.join(path.dirname(page), target);
                return !anchors(linked).includes(anchor);
            },
        );
        expect(dead.map(([link]) => link)).toEqual([]);
    });

    it("are all reached from the README or from one another", () => {
        const reached = new Set(
            pages.flatMap((page) => fileLinks(page).map((target) => path.join(path.dirname(page), target))),
        );
        const alone = pages.filter((page) => page !== "README.md" && !/(^|\/)tests\//.test(page) && !reached.has(page));
        expect(alone).toEqual([]);
    });
});
