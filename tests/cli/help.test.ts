import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commands } from "../../src/cli/commands";
import { formats } from "../../src/delivery/formats/formats";
import { inThisProcess } from "./inThisProcess";
import { exoUnattended } from "./support";

/** What makes a start slow: packages other than these, and more files than this. */
const lightPackages = ["commander", "picocolors"];
const mostFiles = 80;

let folder: string;

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    writeFileSync(
        join(folder, "loaded.js"),
        `process.on("exit", () => require("fs").writeFileSync(process.env.LOADED, Object.keys(require.cache).join("\\n")));`,
    );
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** The files that node has loaded at the end of the command. */
async function loadedBy(args: readonly string[]): Promise<readonly string[]> {
    const LOADED = join(folder, "loaded");
    const env = { LOADED, NODE_OPTIONS: `--require ${join(folder, "loaded.js")}` };
    expect(await exoUnattended(args, { env })).toMatchObject({ status: 0 });
    return readFileSync(LOADED, "utf8").split("\n");
}

describe("the help", () => {
    const subcommands = { delivery: ["check"], attestation: ["check"] } as Readonly<Record<string, readonly string[]>>;

    test.each([[], ...commands.map(({ name }) => [name, ...(subcommands[name] ?? [])])].map((args) => [args]))(
        "of %j loads no heavy package and few files, so that it is there at once",
        async (args) => {
            const loaded = await loadedBy([...args, "--help"]);
            const packages = loaded.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
            expect([...new Set(packages)].filter((name) => !lightPackages.includes(name))).toEqual([]);
            expect(loaded.length).toBeLessThan(mostFiles);
        },
    );

    test("of export says of every format what a file of it holds", async () => {
        const { stdout } = await inThisProcess(["export", "--help"]);
        for (const [ending, { holds }] of Object.entries(formats)) {
            expect(stdout.split("\n")).toContain(`  ${ending.padEnd(6)} ${holds}`);
        }
    });

    test("of a command is also shown by help <command>", async () => {
        expect(await inThisProcess(["help", "verify"])).toEqual(await inThisProcess(["verify", "--help"]));
        expect(await inThisProcess(["help", "prove"])).toMatchObject({
            status: 2,
            stderr: "error: unknown command 'prove'\n",
        });
    });
});

test("every folder of a command is in the table of commands, and every command has one", () => {
    const folders = readdirSync(join(__dirname, "../../src/cli/commands"));
    expect(commands.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
    expect(
        folders.filter((name) => !existsSync(join(__dirname, "../../src/cli/commands", name, "command.ts"))),
    ).toEqual([]);
});
