import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const traps = readFileSync(path.resolve(__dirname, "../TRAPS.md"), "utf8");
const sources = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(path.join(__dirname, file), "utf8"))
    .join("\n");

/** The titles of tests in the last column: they stand in asterisks. */
const guards = traps
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...(line.split(" | ").at(-1) ?? "").matchAll(/\*([^*]+)\*/g)].map(([, title = ""]) => title));

describe("TRAPS.md", () => {
    it("names guards for most of its traps", () => {
        expect(guards.length).toBeGreaterThan(15);
    });

    it.each(guards)("names a test that there is: %s", (title) => {
        expect(sources).toContain(title);
    });
});
