import { hash } from "node:crypto";
import {
    appendFileSync,
    chmodSync,
    closeSync,
    existsSync,
    fstatSync,
    openSync,
    readdirSync,
    readSync,
    unlinkSync,
} from "node:fs";
import path from "node:path";
import { digestOf } from "../definition/canonicalJson";
import { locked } from "../delivery/fileLock";
import { writeFiles } from "../delivery/writeFiles";
import { UserError } from "../errors/userError";
import { makeFolder } from "../files/makeFolder";
import { readInput } from "../files/readInput";
import { systemReason } from "../files/systemReason";
import type { WrittenFile } from "./effects";
import { completeLines, journalLine, parseJournal, type JournalEvent } from "./journal";
import type { Seal } from "./seal";

/** The folder in the project's, unless another is named. */
export const defaultRecords = "promotions";

/**
 * What promotions leave behind: for each stack a folder with its journal, attestations, seals, plan and records. Nothing
 * in it is a secret in clear; the plan holds the stack's secrets as its state does, encrypted.
 */
export class PromotionsFolder {
    constructor(private readonly folder: string) {}

    /** The journal of a stack; empty when nothing was ever done. */
    journal(stack: string): readonly JournalEvent[] {
        const file = this.journalFile(stack);
        return existsSync(file) ? parseJournal(readInput(file).toString("utf8"), file) : [];
    }

    /** Adds an event to the journal of a stack. Lines are only added; an interrupted one is cut off first. */
    append(stack: string, event: JournalEvent): void {
        const file = this.journalFile(stack);
        this.attempt(file, () => {
            locked(file, () => {
                const text = existsSync(file) ? readInput(file).toString("utf8") : "";
                parseJournal(text, file);
                const whole = completeLines(text);
                if (whole.length === text.length) {
                    appendFileSync(file, journalLine(text, event), { mode: 0o644, flush: true });
                } else {
                    writeFiles([{ path: file, content: whole + journalLine(whole, event), mode: 0o644 }], {
                        force: true,
                    });
                }
            });
        });
    }

    /** Where pulumi writes the plan of a stack. */
    planFile(stack: string): string {
        return this.file(stack, "plan.json");
    }

    /**
     * Does something with a new log of a stack's update, open for writing: its file descriptor. The log of an earlier update
     * goes; one that another run still writes is not mixed into it.
     * @returns what the action returns, and what the log holds then
     */
    async withUpdateLog<Result>(
        stack: string,
        action: (log: number) => Promise<Result>,
    ): Promise<{ readonly result: Result; readonly log: string }> {
        const file = this.file(stack, "update.log");
        const log = this.attempt(file, () => {
            if (existsSync(file)) {
                unlinkSync(file);
            }
            return openSync(file, "w+", 0o644);
        });
        try {
            const result = await action(log);
            const text = Buffer.alloc(fstatSync(log).size);
            return { result, log: text.toString("utf8", 0, readSync(log, text, 0, text.length, 0)) };
        } finally {
            closeSync(log);
        }
    }

    keepSeal(seal: Seal, digest: string): void {
        const planFile = this.planFile(seal.to);
        if (existsSync(planFile)) {
            chmodSync(planFile, 0o600);
        }
        this.write(this.file(seal.to, "seals", `${digest}.json`), `${JSON.stringify(seal, undefined, 4)}\n`);
    }

    /** A seal that was kept; undefined when there is none of that digest. */
    keptSeal(stack: string, digest: string): Seal | undefined {
        const file = path.join(this.folderOf(stack), "seals", `${digest}.json`);
        if (!/^[0-9a-f]{64}$/.test(digest) || !existsSync(file)) {
            return undefined;
        }
        try {
            const seal = JSON.parse(readInput(file).toString("utf8")) as Seal;
            return digestOf(seal) === digest ? seal : undefined;
        } catch (error) {
            if (error instanceof SyntaxError) {
                // Cut off or overwritten: not what was sealed, like one whose digest differs.
                return undefined;
            }
            throw error;
        }
    }

    /** The latest attestation of a stack; undefined when there is none. */
    latestAttestation(stack: string): string | undefined {
        const folder = path.join(this.folderOf(stack), "attestations");
        const latest = existsSync(folder)
            ? readdirSync(folder)
                  .filter((name) => name.endsWith(".json"))
                  .toSorted()
                  .at(-1)
            : undefined;
        return latest === undefined ? undefined : path.join(folder, latest);
    }

    /** Where the next file of a kind goes: its name is the time, so that names sort. */
    newFile(stack: string, kind: "attestations" | "records", at: Date): string {
        return this.file(stack, kind, `${at.toISOString().replaceAll(/[:.]/g, "-")}.json`);
    }

    report(stack: string, markdown: string): string {
        return this.write(this.file(stack, "report.md"), markdown).path;
    }

    write(file: string, content: string): WrittenFile {
        writeFiles([{ path: file, content, mode: 0o644 }], { force: true });
        return { path: file, digest: hash("sha256", content) };
    }

    private journalFile(stack: string): string {
        return this.file(stack, "journal.jsonl");
    }

    /** A stack's name may have an organization and a project before it: each is a folder. */
    private folderOf(stack: string): string {
        return path.join(this.folder, ...stack.split("/"));
    }

    private file(stack: string, ...names: readonly string[]): string {
        const file = path.join(this.folderOf(stack), ...names);
        makeFolder(path.dirname(file));
        return file;
    }

    private attempt<Result>(file: string, action: () => Result): Result {
        try {
            return action();
        } catch (error) {
            if (error instanceof UserError || (error as NodeJS.ErrnoException).code === undefined) {
                throw error;
            }
            throw new UserError(`cannot write ${file}: ${systemReason(error, {})}`);
        }
    }
}

/** A file that is there, with its digest. */
export function writtenFile(file: string): WrittenFile {
    return { path: file, digest: hash("sha256", readInput(file)) };
}
