import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../src/files/makeFolder";

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    writeFileSync(join(folder, "file"), "");
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

test("makes a folder with those above it, also when it is there", () => {
    for (let time = 0; time < 2; time += 1) {
        makeFolder(join(folder, "a/b/c"));
        expect(statSync(join(folder, "a/b/c")).isDirectory()).toBe(true);
    }
});

test("refuses a folder below a file", () => {
    expect(() => {
        makeFolder(join(folder, "file/a"));
    }).toThrow(/^cannot make the folder .*\/file\/a: a part of the path is not a folder$/);
});

(process.platform === "linux" ? test : test.skip)("ends below /proc, where nothing can be made", () => {
    expect(() => {
        makeFolder("/proc/nowhere/a");
    }).toThrow("cannot make the folder /proc/nowhere: nothing can be made there");
});
