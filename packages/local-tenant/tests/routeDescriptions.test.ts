import { routes } from "../src/routes";

test("every route of Microsoft Entra ID and of Exchange Online says in one line what it serves, and on what basis", () => {
    const described = routes.filter(({ segments }) => segments[1] !== "v1.0" && segments[1] !== "beta");
    expect(described.length).toBeGreaterThan(0);
    for (const { serves, basis } of described) {
        expect(serves).toMatch(/^[a-z].{10,100}[^.]$/);
        expect(["documentation", "recordings"]).toContain(basis);
    }
});
