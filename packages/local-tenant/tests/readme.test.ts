import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folder = path.resolve(__dirname, "..");
const readme = readFileSync(path.join(folder, "README.md"), "utf8");

test("the example of the README runs as it is", () => {
    const [, example = ""] = /```ts\n([\s\S]+?)```/.exec(readme) ?? [];
    // Beside the package, where its imports are found.
    const file = path.join(folder, "dist", "readme-example.mts");
    const directory = mkdtempSync(path.join(tmpdir(), "local-tenant-"));
    writeFileSync(file, example);
    try {
        const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: directory, encoding: "utf8" });
        expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: "201 made in a test\n" });
    } finally {
        rmSync(file);
        rmSync(directory, { recursive: true, force: true });
    }
});

test("the README's options are those of the command", () => {
    const { stdout } = spawnSync(process.execPath, [path.join(folder, "dist/cli.js"), "--help"], { encoding: "utf8" });
    const optionsIn = (text: string): string[] => [...new Set(text.match(/(?<![\w-])--[a-z]+/g))];
    const table = readme.split("## Use it in a test")[0] ?? "";
    expect(optionsIn(table).sort()).toEqual(
        optionsIn(stdout)
            .filter((option) => option !== "--help")
            .sort(),
    );
});
