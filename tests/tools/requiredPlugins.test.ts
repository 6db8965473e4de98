import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { version as tlsVersion } from "@pulumi/tls/package.json";
import { markOnDemand } from "../../tools/engine/onDemand";
import { requiredPlugins } from "../../tools/engine/requiredPlugins";

const projectFolder = path.resolve(__dirname, "../..");
let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-plugins-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

function write(file: string, content: unknown): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
}
const found = (): readonly string[] => requiredPlugins(folder).map(({ name, version }) => `${name} ${version}`);

describe("the plugins that Pulumi installs for a program", () => {
    it("are those of all installed packages, nested ones and those of other folders too", () => {
        write("node_modules/@pulumi/a/package.json", {
            name: "@pulumi/a",
            version: "1.0.0",
            pulumi: { resource: true },
        });
        write("node_modules/x/node_modules/@pulumi/b/package.json", {
            name: "@pulumi/b",
            version: "1.0.0",
            pulumi: { resource: true, version: "v2.0.0", name: "bee" },
        });
        write("tests/node_modules/@pulumi/c/package.json", {
            name: "@pulumi/c",
            version: "3.0.0",
            pulumi: { resource: true },
        });
        expect([...found()].sort()).toEqual(["a v1.0.0", "bee v2.0.0", "c v3.0.0"]);
    });

    it("are not those of packages without a plugin, of the program's own package.json, or of what cannot be read", () => {
        write("package.json", { name: "@pulumi/own", version: "1.0.0", pulumi: { resource: true } });
        write("node_modules/@pulumi/pulumi/package.json", { name: "@pulumi/pulumi", version: "3.0.0" });
        write("node_modules/third/package.json", { name: "third", version: "1.0.0", pulumi: { resource: true } });
        write("node_modules/broken/package.json", "{");
        expect(found()).toEqual([]);
    });

    it("are found once, whatever links lead to them", () => {
        write("packages/p/node_modules/@pulumi/a/package.json", {
            name: "@pulumi/a",
            version: "1.0.0",
            pulumi: { resource: true },
        });
        mkdirSync(path.join(folder, "node_modules"));
        symlinkSync(path.join(folder, "packages/p"), path.join(folder, "node_modules/p"));
        symlinkSync(folder, path.join(folder, "packages/p/loop"));
        symlinkSync(path.join(folder, "nothing"), path.join(folder, "dangling"));
        expect(found()).toEqual(["a v1.0.0"]);
    });

    it("are not those of a policy pack", () => {
        write("policies/PulumiPolicy.yaml", "runtime: nodejs\n");
        write("policies/node_modules/@pulumi/a/package.json", {
            name: "@pulumi/a",
            version: "1.0.0",
            pulumi: { resource: true },
        });
        expect(found()).toEqual([]);
    });

    it("do not include azure-native's in a clone of this project, although its package is installed for the tests", () => {
        write("node_modules/@pulumi/azure-native/package.json", {
            name: "@pulumi/azure-native",
            version: "3.28.0",
            pulumi: { resource: true },
        });
        expect(found()).toEqual(["azure-native v3.28.0"]);
        markOnDemand(folder);
        expect(found()).toEqual([]);
    });

    it("are azuread's and tls's after npm ci", () => {
        const { scripts } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
            scripts: Record<string, string>;
        };
        expect(scripts.prepare).toContain("node dist/tools/engine/main.js on-demand");
        markOnDemand(projectFolder);
        const plugins = requiredPlugins(projectFolder).map(({ name, version }) => `${name} ${version}`);
        expect([...new Set(plugins)].sort()).toEqual([`azuread v${azureadVersion}`, `tls v${tlsVersion}`]);
    });
});
