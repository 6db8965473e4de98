import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readlinkSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { version as azureadVersion } from "@pulumi/azuread/package.json";
import { downloadsReachable } from "../../tools/engine/download";
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

    it("says what to install when nothing works, step by step and without a stack", async () => {
        program("pulumi", "v3.200.0");
        program("go", "go1.21.0");
        const lines: string[] = [];
        await expect(findPulumi((line) => lines.push(line))).rejects.toThrow(
            /^no pulumi command line could be had \(get\.pulumi\.com cannot be reached; Go 1\.25\.11 or later is needed to build it \(go1\.21\.0\)\)\. Install pulumi 3\.259\.0 or later/,
        );
        expect(lines).toEqual([
            expect.stringContaining("pulumi 3.200.0 on PATH is older than 3.259.0"),
            expect.stringContaining("getting pulumi"),
            expect.stringContaining("get.pulumi.com cannot be reached"),
            expect.stringContaining("Go 1.25.11 or later is needed"),
        ]);
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
        const started = Date.now();
        expect(await downloadsReachable()).toBe(false);
        expect(Date.now() - started).toBeLessThan(3500);
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
        expect(readFileSync(executable(home), "utf8")).toMatch(/^#!\/bin\/sh\n.*exec '.*node' '.*azuread\/main\.js'/);
    });

    it("takes the published plugin as soon as the user has it, and leaves the user's folder as it is", async () => {
        const users = path.join(folder, "users-home");
        process.env.PULUMI_HOME = users;
        const home = path.join(folder, "home");
        const command = { ...pulumi, file: program("pulumi", "v3.259.0") };
        await preparePlugins(command, home, () => undefined);

        mkdirSync(path.dirname(executable(users)), { recursive: true });
        writeFileSync(executable(users), "\x7fELF");
        const line = await preparePlugins(command, home, () => undefined);
        // Elsewhere the published plugin could not trust the tenant's certificate.
        const expected = process.platform === "linux" ? "published" : "stand-in";
        expect(line).toContain(`azuread ${azureadVersion} (${expected})`);
        expect(readFileSync(executable(users), "utf8")).toBe("\x7fELF");
        if (expected === "published") {
            expect(readlinkSync(path.dirname(executable(home)))).toBe(path.dirname(executable(users)));
        }
    });

    it("takes the published language host that lies beside pulumi", async () => {
        program("pulumi-language-nodejs", "");
        const home = path.join(folder, "home");
        const line = await preparePlugins({ ...pulumi, file: program("pulumi", "v3.259.0") }, home, () => undefined);
        expect(line).toContain("nodejs (published)");
        expect(existsSync(path.join(home, "plugins", "language-nodejs-v3.259.0"))).toBe(false);
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
