import { readFileSync } from "node:fs";
import path from "node:path";

const projectFolder = path.resolve(__dirname, "../..");
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(projectFolder, file), "utf8"));

interface Locked {
    readonly version?: string;
    readonly resolved?: string;
    readonly integrity?: string;
    readonly link?: boolean;
    readonly inBundle?: boolean;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
}
const { lockfileVersion, packages } = read("package-lock.json") as {
    readonly lockfileVersion: number;
    readonly packages: Readonly<Record<string, Locked>>;
};
const installed = Object.entries(packages).filter(
    ([place, { link, inBundle }]) => place.includes("node_modules/") && link !== true && inBundle !== true,
);
const own = ["package.json", ...["local-tenant", "provider-stand-ins"].map((name) => `packages/${name}/package.json`)];

describe("the lock file", () => {
    it("has a checksum for every package that is installed", () => {
        expect(lockfileVersion).toBe(3);
        expect(installed.length).toBeGreaterThan(300);
        const without = installed.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""));
        expect(without.map(([place]) => place)).toEqual([]);
    });

    it("takes packages from the default registry only", () => {
        const elsewhere = installed.filter(
            ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
        );
        expect(elsewhere.map(([place]) => place)).toEqual([]);
    });

    it.each(own)("knows %s as it is, with exact versions", (file) => {
        const { dependencies, devDependencies } = read(file) as Locked;
        const { dir } = path.parse(file);
        const locked = packages[dir];
        expect(locked?.dependencies).toEqual(dependencies);
        expect(locked?.devDependencies).toEqual(devDependencies);
        for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
            expect({ name, version }).toEqual({
                name,
                version: expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/) as string,
            });
            expect({ name, version: packages[`node_modules/${name}`]?.version }).toEqual({ name, version });
        }
    });
});
