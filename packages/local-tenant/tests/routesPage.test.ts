import { readFileSync } from "node:fs";
import path from "node:path";
import { routes, routesPage, type Witnesses } from "../src";

const folder = path.resolve(__dirname, "..");
const witnesses = JSON.parse(readFileSync(path.join(__dirname, "witnesses.json"), "utf8")) as Witnesses;
const described = routes.filter(({ aliasOf }) => aliasOf === undefined);

describe("ROUTES.md", () => {
    it("is what `npm run docs` makes of the code", () => {
        expect(readFileSync(path.join(folder, "ROUTES.md"), "utf8")).toBe(routesPage(routes, witnesses));
    });

    it.each(described.map((route) => [route.pattern, route] as const))(
        "says of %s what it serves, what that rests on, and which test shows it",
        (pattern, route) => {
            expect(route.serves).toMatch(/./);
            expect(route.basis).toMatch(/^(documentation|recordings)$/);
            const [file, title] = witnesses[pattern] ?? ["", ""];
            expect(file).toMatch(/^tests\/.*\.test\.ts$/);
            const source = readFileSync(path.join(folder, file), "utf8");
            // A title is made of those of its groups; in the source each stands by itself, some with a placeholder.
            expect(titlesIn(source).some((own) => matches(own, title))).toBe(true);
        },
    );

    it("has no witness for a route that is gone", () => {
        const patterns = described.map((route) => route.pattern);
        expect(Object.keys(witnesses).filter((pattern) => !patterns.includes(pattern))).toEqual([]);
    });
});

function titlesIn(source: string): string[] {
    return [...source.matchAll(/\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(["'`])((?:(?!\1).)+)\1/g)].map(
        ([, , title = ""]) => title,
    );
}

function matches(own: string, whole: string): boolean {
    const pattern = own
        .split(/%[sdijop#]|\$\{[^}]*\}|\$\w+/)
        .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*");
    return new RegExp(`${pattern}$`).test(whole);
}
