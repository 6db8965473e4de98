import {
    chmodSync,
    existsSync,
    lstatSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { cacheFolder } from "../../tools/engine/cache";
import { DownloadSite } from "../../tools/engine/download";
import { preparePlugins } from "../../tools/engine/plugins";
import { findPulumi, lowestPulumiVersion } from "../../tools/engine/pulumi";
import { isAtLeast } from "../../tools/engine/run";

let folder: string;
const environment = { ...process.env };

beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-engine-"));
    mkdirSync(path.join(folder, "bin"));
    process.env.PATH = `${path.join(folder, "bin")}:/usr/bin:/bin`;
    process.env.XDG_CACHE_HOME = path.join(folder, "cache");
    jest.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed"));
});

afterEach(() => {
    process.env = { ...environment };
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
});

/** A program on PATH that prints one line. */
function program(name: string, line: string): string {
    const file = path.join(folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\necho ${line}\n`);
    chmodSync(file, 0o755);
    return file;
}

describe("finding pulumi", () => {
    it.each([
        ["3.259.0", "3.259.0", true],
        ["v3.260.0", "3.259.0", true],
        ["3.30.0", "3.259.0", false],
        ["4.0.0", "3.259.0", true],
        ["go1.25.11", "1.25.11", true],
        ["go1.25.9", "1.25.11", false],
        ["3.259", "3.259.0", true],
    ])("compares version %s with %s by numbers, not by text: %s", (given, lowest, expected) => {
        expect(isAtLeast(given, lowest)).toBe(expected);
    });

    it("takes the one on PATH when it is new enough, and asks nobody else", async () => {
        const file = program("pulumi", `v${lowestPulumiVersion}`);
        const lines: string[] = [];
        expect(await findPulumi((line) => lines.push(line))).toEqual({ file, version: lowestPulumiVersion });
        expect(lines).toEqual([`pulumi ${lowestPulumiVersion} on PATH`]);
        expect(fetch).not.toHaveBeenCalled();
    });

    it("says what to install when nothing works, and each reason once", async () => {
        program("pulumi", "v3.200.0");
        program("go", "go1.21.0");
        const lines: string[] = [];
        const problem = await findPulumi((line) => lines.push(line)).catch(String);
        expect(problem).toMatch(
            /^Error: no pulumi on this machine: install pulumi 3\.259\.0 or later .*, or Go 1\.25\.11/,
        );
        expect(lines).toEqual([
            "pulumi 3.200.0 on PATH is older than 3.259.0",
            "get.pulumi.com cannot be reached",
            "pulumi can be built with Go 1.25.11 or later (got go1.21.0)",
        ]);
    });

    it.each(["", "relative/folder"])("keeps its cache in the home when XDG_CACHE_HOME is %j", (value) => {
        process.env.XDG_CACHE_HOME = value;
        expect(path.isAbsolute(cacheFolder())).toBe(true);
        if (process.platform === "linux") {
            expect(cacheFolder()).toBe(path.join(homedir(), ".cache", "exo-unattended"));
        }
    });

    it("names a cache that cannot be written to, and what to set", async () => {
        writeFileSync(path.join(folder, "cache"), "a file, not a folder");
        await expect(findPulumi(() => undefined)).rejects.toThrow(
            `${path.join(folder, "cache", "exo-unattended")}: cannot write to this folder (ENOTDIR). ` +
                "Set XDG_CACHE_HOME to a folder that you may write to, and run this again",
        );
    });

    (process.platform === "linux" ? it : it.skip)(
        "does not hang on a home in which no folder can be made",
        async () => {
            process.env.XDG_CACHE_HOME = "/proc/nowhere";
            await expect(findPulumi(() => undefined)).rejects.toThrow(
                "/proc/nowhere/exo-unattended: cannot write to this folder (ENOENT). Set XDG_CACHE_HOME",
            );
        },
    );

    it("is built by one of two commands that start at once; the other one uses what was built", async () => {
        const builds = path.join(folder, "builds");
        const go = path.join(folder, "bin", "go");
        writeFileSync(
            go,
            `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.0; exit; fi
echo build >>'${builds}'; sleep 0.3
while [ "$1" != -o ]; do shift; done
mkdir -p "$(dirname "$2")"; printf '#!/bin/sh\necho v3.259.0\n' >"$2"; chmod +x "$2"
`,
            { mode: 0o755 },
        );
        const found = await Promise.all([1, 2].map(() => findPulumi(() => undefined)));
        expect(found.map(({ version }) => version)).toEqual(["3.259.0", "3.259.0"]);
        expect(readFileSync(builds, "utf8")).toBe("build\n");
    });

    it("gives a download site that does not answer up after three seconds", async () => {
        jest.spyOn(globalThis, "fetch").mockImplementation(
            (_, init) =>
                new Promise((_resolve, reject) => {
                    init?.signal?.addEventListener("abort", () => {
                        reject(new DOMException("timed out", "TimeoutError"));
                    });
                }),
        );
        const timeout = AbortSignal.timeout.bind(AbortSignal);
        const limit = jest.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms / 100));
        expect(await new DownloadSite().isReachable()).toBe(false);
        expect(limit).toHaveBeenCalledWith(3000);
    });
});

describe("choosing plugins", () => {
    const pulumi = { file: "", version: "3.259.0" };
    const executable = (home: string): string =>
        path.join(home, "plugins", `resource-azuread-v${azureadVersion}`, "pulumi-resource-azuread");

    it("takes stand-ins where nothing is published on this machine and nothing can be downloaded", async () => {
        process.env.PULUMI_HOME = path.join(folder, "users-home");
        const home = path.join(folder, "home");
        const line = await preparePlugins({ ...pulumi, file: program("pulumi", "v3.259.0") }, home, () => undefined);
        expect(line).toMatch(
            /^plugins: nodejs \(stand-in\), azuread \S+ \(stand-in\), tls \S+ \(stand-in\), azure-native \S+ \(stand-in\)$/,
        );
        expect(readFileSync(executable(home), "utf8")).toMatch(
            /^#!\/bin\/sh\n[^]*\nexec '.*node' '.*azuread\/main\.js'/,
        );
    });

    const published = "\x7fELF";
    /** What a user has who installed the published plugin. */
    function installForUser(): string {
        const users = path.join(folder, "users-home");
        process.env.PULUMI_HOME = users;
        mkdirSync(path.dirname(executable(users)), { recursive: true });
        writeFileSync(executable(users), published, { mode: 0o755 });
        return users;
    }
    // Elsewhere the published plugin could not trust the tenant's certificate.
    const onLinux = process.platform === "linux" ? it : it.skip;

    onLinux(
        "takes the published plugin as soon as the user has it, into a folder that the engine looks into",
        async () => {
            process.env.PULUMI_HOME = path.join(folder, "nobody");
            const home = path.join(folder, "home");
            const command = { ...pulumi, file: program("pulumi", "v3.259.0") };
            await preparePlugins(command, home, () => undefined);

            const users = installForUser();
            const line = await preparePlugins(command, home, () => undefined);
            expect(line).toContain(`azuread ${azureadVersion} (published)`);
            // The engine skips symbolic links in its folder of plugins.
            expect(lstatSync(path.dirname(executable(home))).isDirectory()).toBe(true);
            expect(lstatSync(executable(home)).isFile()).toBe(true);
            expect(statSync(executable(home)).mode & 0o111).toBe(0o111);
            expect(readFileSync(executable(home), "utf8")).toBe(published);
            expect(readFileSync(executable(users), "utf8")).toBe(published);
        },
    );

    onLinux("replaces a linked folder, which the engine does not see", async () => {
        const users = installForUser();
        const home = path.join(folder, "home");
        mkdirSync(path.join(home, "plugins"), { recursive: true });
        symlinkSync(path.dirname(executable(users)), path.dirname(executable(home)));
        await preparePlugins({ ...pulumi, file: program("pulumi", "v3.259.0") }, home, () => undefined);
        expect(lstatSync(path.dirname(executable(home))).isDirectory()).toBe(true);
        expect(readFileSync(executable(home), "utf8")).toBe(published);
        expect(readFileSync(executable(users), "utf8")).toBe(published);
    });

    onLinux("copies a plugin that is on another file system", async () => {
        const other = "/dev/shm";
        if (!existsSync(other) || statSync(other).dev === statSync(folder).dev) {
            console.warn("skipped: this machine has no second file system at /dev/shm");
            return;
        }
        const users = mkdtempSync(path.join(other, "exo-unattended-"));
        try {
            process.env.PULUMI_HOME = users;
            mkdirSync(path.dirname(executable(users)), { recursive: true });
            writeFileSync(executable(users), published, { mode: 0o755 });
            const home = path.join(folder, "home");
            await preparePlugins({ ...pulumi, file: program("pulumi", "v3.259.0") }, home, () => undefined);
            expect(readFileSync(executable(home), "utf8")).toBe(published);
            expect(statSync(executable(home)).mode & 0o111).toBe(0o111);
        } finally {
            rmSync(users, { recursive: true });
        }
    });

    it("leaves a plugin alone whose installation broke off", async () => {
        const users = installForUser();
        writeFileSync(`${path.dirname(executable(users))}.partial`, "");
        const home = path.join(folder, "home");
        const command = { ...pulumi, file: program("pulumi", "v3.259.0") };
        expect(await preparePlugins(command, home, () => undefined)).toContain(`azuread ${azureadVersion} (stand-in)`);
    });

    it("takes the published language host that lies beside pulumi", async () => {
        program("pulumi-language-nodejs", "");
        const home = path.join(folder, "home");
        const line = await preparePlugins({ ...pulumi, file: program("pulumi", "v3.259.0") }, home, () => undefined);
        expect(line).toContain("nodejs (published)");
        expect(existsSync(path.join(home, "plugins", "language-nodejs-v3.259.0"))).toBe(false);
    });

    it("takes the published language host that lies elsewhere on PATH, in place of the stand-in", async () => {
        const home = path.join(folder, "home");
        const ours = path.join(home, "plugins", "language-nodejs-v3.259.0", "pulumi-language-nodejs");
        mkdirSync(path.join(folder, "elsewhere"));
        const cli = path.join(folder, "elsewhere", "pulumi");
        writeFileSync(cli, "");
        expect(await preparePlugins({ ...pulumi, file: cli }, home, () => undefined)).toContain("nodejs (stand-in)");

        const host = program("pulumi-language-nodejs", "");
        expect(await preparePlugins({ ...pulumi, file: cli }, home, () => undefined)).toContain("nodejs (published)");
        expect(lstatSync(ours).isFile()).toBe(true);
        expect(readFileSync(ours, "utf8")).toBe(readFileSync(host, "utf8"));
    });

    it("asks the network only once: later runs keep the stand-ins", async () => {
        process.env.PULUMI_HOME = path.join(folder, "users-home");
        const command = { ...pulumi, file: program("pulumi", "v3.259.0") };
        await preparePlugins(command, path.join(folder, "home"), () => undefined);
        expect(fetch).toHaveBeenCalledTimes(1);
        await preparePlugins(command, path.join(folder, "home"), () => undefined);
        expect(fetch).toHaveBeenCalledTimes(1);
    });
});
