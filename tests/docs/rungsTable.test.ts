import { readFileSync } from "node:fs";
import path from "node:path";
import { withRungsTable } from "../../tools/docs/rungsTable";

test("docs/verification.md lists the rungs as `npm run docs` writes them", () => {
    const page = readFileSync(path.resolve(__dirname, "../../docs/verification.md"), "utf8");
    expect(page).toBe(withRungsTable(page));
    expect(page).toContain("| Sign-in | `sign-in` |");
});
