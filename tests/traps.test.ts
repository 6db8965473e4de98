import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const traps = readFileSync(path.resolve(__dirname, "../TRAPS.md"), "utf8");
const sources = ["", "../packages/local-tenant/tests", "../packages/provider-stand-ins/tests"]
    .map((folder) => path.join(__dirname, folder))
    .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.join(folder, file)),
    )
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

/** Each trap with the titles of the tests in its last column: they stand in asterisks. */
const rows = traps
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1)
    .map((line) => {
        const [trap = "", , guardedBy = ""] = line.slice(2).split(" | ");
        return { trap, guards: [...guardedBy.matchAll(/\*([^*]+)\*/g)].map(([, title = ""]) => title) };
    });

describe("TRAPS.md", () => {
    it("names a guard for every trap", () => {
        expect(rows.length).toBeGreaterThan(20);
        expect(rows.filter(({ guards }) => guards.length === 0).map(({ trap }) => trap)).toEqual([]);
    });

    it.each(rows.flatMap(({ guards }) => guards))("names a test that there is: %s", (title) => {
        expect(sources).toContain(title);
    });
});
