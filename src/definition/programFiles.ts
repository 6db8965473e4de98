import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors/userError";
import { systemReason } from "../files/systemReason";
import { digestOf } from "./canonicalJson";

/** What is never part of a program, wherever it is in a folder: made by tools, or configuration of a stack. */
const ignored = /^(node_modules|\.git|\.pulumi|\.DS_Store|Thumbs\.db|desktop\.ini|Pulumi\.[^.]+(\.[^.]+)*\.ya?ml)$/;

/** What a promotion reads and writes itself: rejecting a definition, or recording it, does not make it another one. */
const ownFiles = /^(promotion\.json$|promotions\/)/;

/** Lock files of the package managers that Pulumi's languages know. */
const lockFiles = [
    ...["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"],
    ...[
        "uv.lock",
        "poetry.lock",
        "Pipfile.lock",
        "requirements.txt",
        "go.sum",
        "packages.lock.json",
        "gradle.lockfile",
    ],
];

/**
 * The digest of the files that a program is made of: their paths and contents, whatever the order of the folder, the
 * separator of paths and the line endings of this machine.
 * @param folder of the Pulumi project
 * @param program files and folders, relative to it
 * @throws UserError when one of them does not exist or cannot be read
 */
export function programDigest(folder: string, program: readonly string[]): string {
    const files = new Map<string, string>();
    for (const entry of [...program, projectFileIn(folder)]) {
        for (const file of filesIn(path.join(folder, entry), entry)) {
            const name = portable(path.relative(folder, file));
            if (!ownFiles.test(name)) {
                files.set(name, contentDigest(file));
            }
        }
    }
    return digestOf(Object.fromEntries(files));
}

/**
 * The digest of the lock file that is nearest to the project's folder; undefined when there is none.
 * @throws UserError when it cannot be read
 */
export function lockFileDigest(folder: string): string | undefined {
    for (let current = path.resolve(folder); ; current = path.dirname(current)) {
        const name = lockFiles.find((one) => existsSync(path.join(current, one)));
        if (name !== undefined) {
            return contentDigest(path.join(current, name));
        }
        if (existsSync(path.join(current, ".git")) || path.dirname(current) === current) {
            return undefined;
        }
    }
}

function projectFileIn(folder: string): string {
    const name = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].find((one) => existsSync(path.join(folder, one)));
    if (name === undefined) {
        throw new UserError(`${folder}: has no Pulumi.yaml`, "Name the folder of the Pulumi project.");
    }
    return name;
}

function filesIn(file: string, entry: string): readonly string[] {
    try {
        if (!statSync(file).isDirectory()) {
            return [file];
        }
        return readdirSync(file, { withFileTypes: true })
            .filter(({ name }) => !ignored.test(name))
            .flatMap((found) => {
                const inside = path.join(file, found.name);
                if (found.isSymbolicLink() && statSync(inside).isDirectory()) {
                    throw new UserError(
                        `${inside}: is a symbolic link to a folder`,
                        'Name the folder itself in "program" of promotion.json.',
                    );
                }
                return filesIn(inside, entry);
            });
    } catch (error) {
        throw error instanceof UserError ? error : unreadable(entry, error);
    }
}

/** Git may give a text file other line endings on another machine; a file with a NUL byte is not text, as git decides it. */
function contentDigest(file: string): string {
    try {
        if (!statSync(file).isFile()) {
            throw new UserError(
                `${file}: is a pipe, a socket or a device, which no version control keeps`,
                'Remove it, or leave it out of "program" in promotion.json.',
            );
        }
        const content = readFileSync(file);
        return hash("sha256", content.includes(0) ? content : withUnixLines(content));
    } catch (error) {
        throw error instanceof UserError ? error : unreadable(file, error);
    }
}

function withUnixLines(content: Buffer): Buffer {
    return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

/** A file system of macOS may decompose letters with accents. */
function portable(file: string): string {
    return file.split(path.sep).join("/").normalize("NFC");
}

function unreadable(file: string, error: unknown): UserError {
    return new UserError(
        `cannot read ${file}: ${systemReason(error, { ENOENT: "no such file or folder" })}`,
        'Correct "program" in promotion.json.',
    );
}
