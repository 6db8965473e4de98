import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const projectFolder = path.resolve(__dirname, "../..");
const page = readFileSync(path.join(projectFolder, "docs/dependencies.md"), "utf8");
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(projectFolder, file), "utf8"));

interface Row {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly megabytes: number;
    readonly released: string;
}
const rows: readonly Row[] = page.split("\n").flatMap((line) => {
    const [, name, version, license, size, released] =
        /^\| `([^`]+)` \| ([\d.]+) \| ([\w.-]+) \| ([\d.]+) MB \| (\d{4}-\d{2}-\d{2}) \|/.exec(line) ?? [];
    return name === undefined
        ? []
        : [{ name, version: version ?? "", license: license ?? "", megabytes: Number(size), released: released ?? "" }];
});

interface Locked {
    readonly dev?: boolean;
    readonly devOptional?: boolean;
    readonly peer?: boolean;
    readonly link?: boolean;
    readonly version?: string;
    readonly license?: string;
}
const { packages } = read("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const manifest = read("package.json") as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly optionalDependencies: Readonly<Record<string, string>>;
};
const dependencies = { ...manifest.dependencies, ...manifest.optionalDependencies };

/** Of the packages in the lock file, those that users of the published package get. */
const runtime = Object.entries(packages).filter(
    ([place, { dev, devOptional, peer, link }]) =>
        place.startsWith("node_modules/") && !dev && !devOptional && !peer && !link,
);

const megabytes = (folder: string): number =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0) / 1_000_000;

describe("docs/dependencies.md", () => {
    it("lists the runtime dependencies of package.json with version, licence and release date", () => {
        expect(rows.map(({ name, version }) => [name, version])).toEqual(Object.entries(dependencies));
        for (const { name, license, released } of rows) {
            expect({ name, license }).toEqual({ name, license: packages[`node_modules/${name}`]?.license });
            expect(Date.parse(released)).toBeLessThan(Date.now());
        }
    });

    it.each(rows.map((row) => [row.name, row] as const))("says how large %s is installed", (name, row) => {
        const real = megabytes(path.join(projectFolder, "node_modules", name));
        expect(row.megabytes).toBeGreaterThan(real * 0.9 - 0.05);
        expect(row.megabytes).toBeLessThan(real * 1.1 + 0.05);
    });

    it("names every package that comes with them, and no other", () => {
        const transitive = runtime.map(([place]) => place.replace(/^.*node_modules\//, ""));
        const list = /^Packages that they bring: (.+)$/m.exec(page)?.[1] ?? "";
        const listed = [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
        expect(listed).toEqual(transitive.filter((name) => !(name in dependencies)).sort());
    });

    it.each(Object.keys(dependencies))("%s is used by what is published", (name) => {
        const sources = ["src", "components"].flatMap((folder) =>
            readdirSync(path.join(projectFolder, folder), { recursive: true, withFileTypes: true })
                .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
                .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8")),
        );
        const used = new RegExp(`(from|import\\(|require(\\.resolve)?\\()\\s*"${name}(/|")`);
        expect(sources.some((source) => used.test(source))).toBe(true);
    });
});
