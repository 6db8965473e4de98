import { readFileSync } from "node:fs";
import path from "node:path";
import { isAlias, localTenantPage, type Witnesses } from "../../tools/docs/localTenantPage";
import { routes } from "microsoft-local-tenant";

const project = path.resolve(__dirname, "../..");
const witnesses = JSON.parse(
    readFileSync(path.join(project, "packages/local-tenant/tests/witnesses.json"), "utf8"),
) as Witnesses;
const described = routes.filter((route) => !isAlias(route));

describe("docs/local-tenant.md", () => {
    it("is what `npm run docs` makes of the code", () => {
        const page = readFileSync(path.join(project, "docs/local-tenant.md"), "utf8");
        expect(page).toBe(localTenantPage(routes, witnesses));
    });

    it.each(described.map((route) => [route.pattern, route] as const))(
        "says of %s what it serves, what that rests on, and which test shows it",
        (pattern, route) => {
            expect(route.serves).toMatch(/./);
            expect(route.basis).toMatch(/^(documentation|recordings)$/);
            const [file, title] = witnesses[pattern] ?? ["", ""];
            expect(file).toMatch(/\.test\.ts$/);
            const source = readFileSync(path.join(project, file), "utf8");
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
