import { execFileSync, spawnSync } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startTenant, twoTenantSeed, type RunningTenant, type TenantSeed } from "microsoft-local-tenant";
import { GraphClient } from "../program/graphClient";
import { ProgramProject } from "../program/project";

jest.setTimeout(120_000);

const projectFolder = path.resolve(__dirname, "../..");
const pages = ["README.md", "docs/library.md"].map((page) => readFileSync(path.join(projectFolder, page), "utf8"));
const [exoip, fabrikam] = twoTenantSeed().tenants as [TenantSeed, TenantSeed];
/** A deployer that may make service principals of another tenant's application. */
const visitors = fabrikam.deployers.map((deployer) => ({
    ...deployer,
    permissions: ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "RoleManagement.ReadWrite.Directory"],
}));

/** The programs of README and docs/library.md, each with the table of what it makes. */
const examples = [
    ...pages
        .join("\n")
        .matchAll(/```ts\n([\s\S]*?)```[\s\S]*?\| Component \| Resource \|\n\|---\|---\|\n((?:\|.*\n)+)/g),
].map(([, program = "", table = ""]) => ({
    program,
    inventory: [...table.matchAll(/`([^`]+)` \|$/gm)].map(([, resource]) => resource).sort(),
}));

let folder: string;
let tenant: RunningTenant;
let project: ProgramProject;
let program: string;
/** The package as it is installed in the project. */
let installed: string;

beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-package-"));
    tenant = await startTenant({
        directory: folder,
        port: 0,
        seed: { tenants: [exoip, { ...fabrikam, deployers: visitors }] },
    });
    project = await ProgramProject.create(new GraphClient(tenant).environment());
    // Somebody else's project: nothing of this one but the package.
    program = path.join(project.folder, "program");
    rmSync(program, { recursive: true });
    installed = path.join(program, "node_modules", "exo-unattended");
    mkdirSync(installed, { recursive: true });
    install();
    writeFileSync(path.join(program, "Pulumi.yaml"), "name: reports\nruntime: nodejs\n");
    writeFileSync(path.join(program, "package.json"), JSON.stringify({ name: "reports" }));
});

afterAll(async () => {
    project.remove();
    await tenant.close();
    rmSync(folder, { recursive: true, force: true });
});

/** Unpacks the package, with its dependencies beside it as npm puts them. */
function install(): void {
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
        cwd: projectFolder,
        encoding: "utf8",
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    execFileSync("tar", ["-xzf", path.join(folder, filename), "--strip-components=1", "-C", installed]);
    const dependencies = path.join(projectFolder, "node_modules");
    for (const name of readdirSync(dependencies).filter((name) => !name.startsWith("."))) {
        symlinkSync(path.join(dependencies, name), path.join(program, "node_modules", name));
    }
}

/** The example as a program for the local tenant's two organizations. */
function localized(example: string): string {
    const { ARM_CLIENT_ID, ARM_CLIENT_SECRET } = new GraphClient(tenant).deployer(1, 0);
    return (
        example
            .replaceAll("00000000-0000-0000-0000-000000000000", exoip.tenantId)
            .replaceAll("ffffffff-ffff-ffff-ffff-ffffffffffff", fabrikam.tenantId)
            .replaceAll("contoso.onmicrosoft.com", exoip.organization)
            .replaceAll("fabrikam.onmicrosoft.com", fabrikam.organization)
            // The local tenant's deployers each belong to one organization.
            .replace(
                "{ tenantId: fabrikamTenant })]",
                `{ tenantId: fabrikamTenant, clientId: "${ARM_CLIENT_ID}", clientSecret: "${ARM_CLIENT_SECRET}" })]`,
            )
    );
}

/** What the stack has of azuread and tls, in the README's words. */
function inventory(stack: string): string[] {
    return project
        .resources(stack)
        .filter(({ type }) => /^(azuread|tls):/.test(type))
        .map(({ type, urn }) => `${type.replace(/:.*:/, ":")} ${urn.split("::").at(-1) ?? ""}`)
        .sort();
}

describe("the package", () => {
    it("holds what is built of the rooms that users need, and nothing of the sandbox or the tests", () => {
        const { files } = JSON.parse(readFileSync(path.join(projectFolder, "package.json"), "utf8")) as {
            files: string[];
        };
        const rooms = files.filter((file) => file.startsWith("dist/")).map((file) => path.basename(file));
        expect(readdirSync(path.join(installed, "dist")).sort()).toEqual(rooms.sort());
        const shipped = files.map((file) => file.split("/")[0]);
        expect(readdirSync(installed).sort()).toEqual(
            [...new Set([...shipped, "LICENSE", "README.md", "package.json"])].sort(),
        );
    });

    it("has every file that its README links to", () => {
        const readme = readFileSync(path.join(installed, "README.md"), "utf8");
        const targets = [...readme.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = ""]) => target);
        expect(targets.length).toBeGreaterThan(10);
        expect(targets.filter((target) => !existsSync(path.join(installed, target)))).toEqual([]);
    });

    it("has types and a source map with its source for every file", () => {
        const scripts = readdirSync(path.join(installed, "dist"), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".js"))
            .map((file) => path.join(installed, "dist", file.replace(/\.js$/, "")));
        expect(scripts.length).toBeGreaterThan(50);
        expect(scripts.filter((script) => !existsSync(`${script}.d.ts`))).toEqual([]);
        const withoutSource = scripts.filter((script) => {
            const { sourcesContent } = JSON.parse(readFileSync(`${script}.js.map`, "utf8")) as {
                sourcesContent?: string[];
            };
            return sourcesContent?.length !== 1;
        });
        expect(withoutSource).toEqual([]);
    });

    it("loads nothing for a program that only the command line needs", () => {
        const print = `require("exo-unattended"); console.log(Object.keys(require.cache).join("\\n"))`;
        const { stdout } = spawnSync("node", ["-e", print], { cwd: program, encoding: "utf8" });
        expect(stdout).toContain(path.join("exo-unattended", "dist", "components", "index.js"));
        expect(
            stdout
                .split("\n")
                .filter((file) =>
                    /msal|zod|commander|@pulumi.azure-native|exo-unattended.dist.src.(cli|pulumi)/.test(file),
                ),
        ).toEqual([]);
    });

    it("has the components for Azure in an entry of their own", () => {
        const print = `console.log(Object.keys(require("exo-unattended/azure")).sort().join(" "))`;
        const { stdout } = spawnSync("node", ["-e", print], { cwd: program, encoding: "utf8" });
        expect(stdout.trim()).toBe("AutomationDelivery KeyVaultDelivery deliveryManifestOf runbookScript");
    });

    it("has the command", () => {
        const { bin, version } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as {
            bin: Record<string, string>;
            version: string;
        };
        const { stdout } = spawnSync("node", [path.join(installed, bin["exo-unattended"] ?? ""), "--version"], {
            encoding: "utf8",
        });
        expect(stdout.trim()).toBe(version);
    });

    it("reads scripts by the grammar that is installed with it", () => {
        const main = path.join(installed, "dist", "src", "cli", "main.js");
        const read = spawnSync("node", [main, "privileges", "--format", "json", "-"], {
            input: "Get-EXOMailbox",
            encoding: "utf8",
        });
        expect(read.stderr).toBe("");
        expect(read.stdout).toContain('"cmdlet": "Get-EXOMailbox"');
    });
});

/** As programs of other people choose them. node10 is what older Pulumi templates have. */
const moduleResolutions = {
    node10: { module: "commonjs", moduleResolution: "node10" },
    node16: { module: "node16", moduleResolution: "node16" },
    nodenext: { module: "nodenext", moduleResolution: "nodenext" },
    bundler: { module: "preserve", moduleResolution: "bundler" },
};

it("its three entries, two documented programs with their inventories, and one for Azure have types under every module resolution", () => {
    expect(examples.map(({ inventory }) => inventory.length)).toEqual([7, 10]);
    const delivery = readFileSync(path.join(projectFolder, "docs", "delivery.md"), "utf8");
    const [, azure = ""] = /```ts\n([\s\S]*?)```/.exec(delivery) ?? [];
    expect(azure).toContain("exo-unattended/azure");
    const entries = `import { UnattendedAccess } from "exo-unattended";
        import { runbookScript } from "exo-unattended/azure";
        import { verify } from "exo-unattended/verification";
        export const used: [typeof UnattendedAccess, string, typeof verify] = [UnattendedAccess, runbookScript, verify];
        // @ts-expect-error -- the entry has types, so a text is not a number
        export const wrong: number = runbookScript;`;
    const files = [...examples.map((example) => example.program), azure, entries].map((source, index) => {
        writeFileSync(path.join(program, `example-${index}.ts`), source);
        return `example-${index}.ts`;
    });
    const projects = Object.entries(moduleResolutions).map(([name, options]) => {
        const compilerOptions = {
            ...{ strict: true, target: "es2022", lib: ["es2022"], types: ["node"], noEmit: true, skipLibCheck: true },
            // TypeScript 6 still knows node10, and says that it is old.
            ...{ ignoreDeprecations: "6.0", esModuleInterop: true },
            ...options,
        };
        writeFileSync(path.join(program, `${name}.json`), JSON.stringify({ compilerOptions, files }));
        return `${name}.json`;
    });
    // In one build, which reads the packages' types once.
    const tsc = path.join(projectFolder, "node_modules", "typescript", "bin", "tsc");
    const { status, stdout } = spawnSync("node", [tsc, "-b", "--verbose", ...projects], {
        cwd: program,
        encoding: "utf8",
    });
    expect([status, status === 0 ? "" : stdout]).toEqual([0, ""]);
    expect(stdout.match(/Building project/g)).toHaveLength(projects.length);
});

describe.each(examples.map(({ program, inventory }, index) => [index + 1, program, inventory] as const))(
    "the documented program %d, in an empty project with the package",
    (index, example, expected) => {
        const stack = `example-${index}`;
        const names = index === 1 ? ["connection"] : ["connection", "fabrikamConnection"];

        beforeAll(() => {
            writeFileSync(path.join(program, "index.ts"), localized(example));
            project.stack(stack, "  {}\n");
        });

        it("makes what its inventory says", async () => {
            const { status, output } = await project.run(["up", "--yes", "--skip-preview", "--stack", stack]);
            expect(`${status} ${status === 0 ? "" : output}`).toBe("0 ");
            expect(inventory(stack)).toEqual(expected);
        });

        it(`makes with ${names.join(" and ")} a login that is proved`, async () => {
            const { stdout } = await project.run(["stack", "output", "--json", "--show-secrets", "--stack", stack]);
            const { certificatePem, privateKeyPem, ...connections } = JSON.parse(stdout) as Record<string, unknown>;
            for (const name of names) {
                const file = path.join(project.folder, "outputs.json");
                const outputs = { connection: connections[name], certificatePem, privateKeyPem };
                writeFileSync(file, JSON.stringify(outputs), { mode: 0o600 });
                const command = path.join(installed, "dist", "src", "cli", "main.js");
                const proof = await project.execute("node", [command, "verify", "--file", file]);
                expect(proof.output).toContain("proved: the unattended login works");
                expect(proof.status).toBe(0);
            }
        });
    },
);

it("the last of them is unchanged in a preview, which the package's policy pack judges", async () => {
    // It is meant for two tenants.
    const policies = { "multi-tenant-audience": { allow: ["AzureADMultipleOrgs"] } };
    writeFileSync(path.join(program, "policies.json"), JSON.stringify(policies));
    const { output, status } = await project.run([
        ...["preview", "--expect-no-changes", "--stack", `example-${examples.length}`],
        ...["--policy-pack", "node_modules/exo-unattended/policy", "--policy-pack-config", "policies.json"],
    ]);
    expect(output).toContain("unchanged");
    expect(output).toContain("changes-not-judged");
    expect(status).toBe(0);
});
