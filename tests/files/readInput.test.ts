import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { largestInput, readInput, readInputStream } from "../../src/files/readInput";

let folder: string;
const path = (name: string): string => join(folder, name);

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

describe("an input file", () => {
    test("is read whole, also through a symbolic link, up to 10 MiB", () => {
        writeFileSync(path("small"), "text");
        symlinkSync(path("small"), path("link"));
        expect(readInput(path("link")).toString()).toBe("text");
        writeFileSync(path("largest"), "");
        truncateSync(path("largest"), largestInput);
        expect(readInput(path("largest"))).toHaveLength(largestInput);
    });

    test.each([
        ["over 10 MiB", "too-large", "it is larger than 10 MiB"],
        ["that is a pipe, without waiting for its writer", "pipe", "it is a pipe or a device, not a regular file"],
        ["that is a socket", "socket", "it is a pipe or a device, not a regular file"],
        ["that is a folder", "folder", "it is a folder"],
        ["that does not exist", "nowhere", "no such file"],
        ["below a file", "small/file", "a part of the path is not a folder"],
        ["with a name that is too long", "x".repeat(300), "the name is too long"],
        ["with a NUL in its name", "a\0b", "the name has a character that no file name has"],
    ])("%s is refused", async (_, name, reason) => {
        writeFileSync(path("small"), "text");
        writeFileSync(path("too-large"), "");
        truncateSync(path("too-large"), largestInput + 1);
        mkdirSync(path("folder"), { recursive: true });
        rmSync(path("pipe"), { force: true });
        execFileSync("mkfifo", [path("pipe")]);
        const server = createServer().listen(path("socket"));
        await new Promise((resolve) => server.once("listening", resolve));
        try {
            expect(() => readInput(path(name))).toThrow(`cannot read ${path(name)}: ${reason}`);
        } finally {
            await new Promise((resolve) => server.close(resolve));
        }
    });

    test.each(["/dev/zero", "/dev/null", "/dev/tty"])("that is the device %s is refused", (device) => {
        expect(() => readInput(device)).toThrow(/it is a pipe or a device, not a regular file$/);
    });
});

describe("an input stream", () => {
    test("is read whole", async () => {
        const stream = Readable.from([Buffer.from([0xe2]), Buffer.from([0x82, 0xac])]);
        expect((await readInputStream(stream, "standard input")).toString()).toBe("€");
    });

    test("that does not end is refused after 10 MiB", async () => {
        const endless = (function* () {
            for (;;) {
                yield Buffer.alloc(64 * 1024);
            }
        })();
        await expect(readInputStream(Readable.from(endless), "standard input")).rejects.toThrow(
            "cannot read standard input: it is larger than 10 MiB",
        );
    });
});
