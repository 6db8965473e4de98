import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkWritable, writeFiles, type NewFile } from "../../src/delivery/writeFiles";
import { UserError } from "../../src/errors/userError";

let folder: string;
const file = (name: string, content = "new"): NewFile => ({ path: join(folder, name), content, mode: 0o600 });
const text = (name: string): string => fs.readFileSync(join(folder, name), "utf8");

beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), "exo-unattended-files-"));
});

afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
});

test("whether a file can be written is known before, as it would be refused later", () => {
    fs.writeFileSync(join(folder, "there"), "");
    fs.mkdirSync(join(folder, "folder"));
    for (const name of ["there", "folder", "none/file"]) {
        expect(() => {
            checkWritable(join(folder, name));
        }).toThrow(UserError);
    }
    checkWritable(join(folder, "there"), { force: true });
    checkWritable(join(folder, "new"));
    expect(fs.readdirSync(folder).sort()).toEqual(["folder", "there"]);
});

describe("a set of files", () => {
    test("is written whole, for the owner alone whatever the umask is, and leaves nothing beside it", () => {
        const umask = process.umask(0);
        try {
            writeFiles([file("a", "1"), file("b", "2")]);
        } finally {
            process.umask(umask);
        }
        expect(fs.readdirSync(folder).sort()).toEqual(["a", "b"]);
        expect([text("a"), text("b")]).toEqual(["1", "2"]);
        expect(fs.statSync(join(folder, "a")).mode & 0o777).toBe(0o600);
    });

    test("is not written at all when one of them exists; --force replaces that one", () => {
        fs.writeFileSync(join(folder, "b"), "old");
        expect(() => {
            writeFiles([file("a"), file("b")]);
        }).toThrow(new UserError(`${join(folder, "b")} exists. Choose another name, or force its replacement.`));
        expect(fs.readdirSync(folder)).toEqual(["b"]);
        expect(text("b")).toBe("old");
        writeFiles([file("a"), file("b")], { force: true });
        expect([text("a"), text("b")]).toEqual(["new", "new"]);
    });

    test("never replaces what appears while it is written, and takes its other files back", () => {
        const late: NewFile = {
            ...file("b"),
            get content() {
                fs.writeFileSync(join(folder, "b"), "theirs");
                return "ours";
            },
        };
        expect(() => {
            writeFiles([file("a"), late, file("c")]);
        }).toThrow(/cannot write .*b: somebody else has just created it/);
        expect([fs.readdirSync(folder), text("b")]).toEqual([["b"], "theirs"]);
    });

    test("is refused when two files have the same name, also through a symbolic link to their folder", () => {
        fs.mkdirSync(join(folder, "real"));
        fs.symlinkSync(join(folder, "real"), join(folder, "alias"));
        for (const force of [false, true]) {
            expect(() => {
                writeFiles([file("real/a"), file("alias/a")], { force });
            }).toThrow(/two different files cannot have the same name/);
        }
        expect(fs.readdirSync(join(folder, "real"))).toEqual([]);
    });

    test("may have names as long as the file system allows, and is refused when they are longer", () => {
        writeFiles([file("x".repeat(255))]);
        expect(text("x".repeat(255))).toBe("new");
        expect(() => {
            writeFiles([file("a"), file("x".repeat(256))]);
        }).toThrow(new UserError(`cannot write ${join(folder, "x".repeat(256))}: the name is too long`));
        expect(fs.readdirSync(folder)).toEqual(["x".repeat(255)]);
    });

    test("is not written below a folder that others can write to, and may be below a sticky one", () => {
        fs.mkdirSync(join(folder, "own"), { mode: 0o700 });
        fs.chmodSync(folder, 0o777);
        expect(() => {
            writeFiles([file("own/a")]);
        }).toThrow(`others can write to the folder ${folder}, and so replace the file`);
        fs.chmodSync(folder, 0o1777);
        writeFiles([file("own/a")]);
        expect(text("own/a")).toBe("new");
    });

    test.each([false, true])("never goes through a symbolic link (--force %s)", (force) => {
        fs.writeFileSync(join(folder, "aim"), "old");
        fs.symlinkSync(join(folder, "aim"), join(folder, "link"));
        fs.symlinkSync(join(folder, "nowhere"), join(folder, "dangling"));
        for (const name of ["link", "dangling"]) {
            expect(() => {
                writeFiles([file(name)], { force });
            }).toThrow(/is a symbolic link; give the path that it leads to/);
        }
        expect(text("aim")).toBe("old");
        expect(fs.existsSync(join(folder, "nowhere"))).toBe(false);
    });

    test("never replaces a folder", () => {
        fs.mkdirSync(join(folder, "a"));
        expect(() => {
            writeFiles([file("a")], { force: true });
        }).toThrow(/exists and is not a file/);
    });

    test.each([
        ["for all", 0o777],
        ["for all but not sticky", 0o702],
    ])("is not written into a folder that is writable %s", (_, mode) => {
        fs.chmodSync(folder, mode);
        expect(() => {
            writeFiles([file("a")]);
        }).toThrow(
            `others can write to the folder ${folder}, and so replace the file; use another, or: chmod go-w '${folder}'`,
        );
    });

    test("is written into a folder like /tmp, where nobody else can replace it", () => {
        fs.chmodSync(folder, 0o1777);
        writeFiles([file("a")]);
        expect(text("a")).toBe("new");
    });

    test("is not written into what is not a folder, or is not there", () => {
        fs.writeFileSync(join(folder, "a"), "");
        expect(() => {
            writeFiles([file("a/b")]);
        }).toThrow(/is not a folder$/);
        expect(() => {
            writeFiles([file("missing/b")]);
        }).toThrow(/the folder does not exist$/);
    });
});

const root = process.geteuid?.() === 0;

/** A test that only root can set up. */
function testAsRoot(reason: string): jest.It {
    if (root) {
        return test;
    }
    console.warn(`skipped without root: ${reason}`);
    return test.skip;
}

describe("a folder", () => {
    testAsRoot("gives a folder to another user")("of another user is refused", () => {
        fs.chownSync(folder, 65534, 65534);
        expect(() => {
            writeFiles([file("a")]);
        }).toThrow(/belongs to another user, who could replace the file/);
    });

    testAsRoot("gives a folder to another group")("that another group can write to is refused", () => {
        fs.chmodSync(folder, 0o770);
        writeFiles([file("a")]);
        fs.chownSync(folder, 0, 65534);
        expect(() => {
            writeFiles([file("b")]);
        }).toThrow(/others can write to the folder/);
    });

    testAsRoot("becomes a user for whom modes count")("that is read-only is refused with the reason", () => {
        fs.chmodSync(folder, 0o555);
        process.seteuid?.(65534);
        try {
            expect(() => {
                writeFiles([file("a")]);
            }).toThrow(`cannot write ${join(folder, "a")}: permission denied`);
        } finally {
            process.seteuid?.(0);
        }
        expect(fs.readdirSync(folder)).toEqual([]);
    });

    testAsRoot("mounts a file system")("on a full disk is left as it was", () => {
        try {
            execFileSync("mount", ["-t", "tmpfs", "-o", "size=16k,mode=0700", "tmpfs", folder], { stdio: "ignore" });
        } catch {
            console.warn("skipped: this machine lets nobody mount a tmpfs");
            return;
        }
        try {
            writeFiles([file("a", "old")]);
            for (const force of [false, true]) {
                expect(() => {
                    writeFiles([file(force ? "a" : "b", "x".repeat(100_000)), file("c")], { force });
                }).toThrow(/: the disk is full$/);
            }
            expect(fs.readdirSync(folder)).toEqual(["a"]);
            expect(text("a")).toBe("old");
        } finally {
            execFileSync("umount", [folder]);
        }
    });
});
