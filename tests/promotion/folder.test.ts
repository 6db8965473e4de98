import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PromotionsFolder } from "../../src/promotion/folder";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

describe("the folder of promotions", () => {
    it("says which file it cannot read when a journal is a folder", () => {
        mkdirSync(path.join(folder, "prod", "journal.jsonl"), { recursive: true });
        expect(() => new PromotionsFolder(folder).journal("prod")).toThrow(
            /cannot read .*journal\.jsonl: it is a folder/,
        );
    });

    it.each(["", '{"schemaVersion":1', "null", "{}", "\0\0"])("takes %j for no seal", (text) => {
        const digest = "a".repeat(64);
        mkdirSync(path.join(folder, "prod", "seals"), { recursive: true });
        writeFileSync(path.join(folder, "prod", "seals", `${digest}.json`), text);
        expect(new PromotionsFolder(folder).keptSeal("prod", digest)).toBeUndefined();
    });

    it("makes nothing while it looks for a seal", () => {
        expect(new PromotionsFolder(folder).keptSeal("prod", "a".repeat(64))).toBeUndefined();
        expect(readdirSync(folder)).toEqual([]);
    });

    it("does not mix the logs of two runs that update a stack at the same time", async () => {
        const promotions = new PromotionsFolder(folder);
        const first = await promotions.withUpdateLog("prod", async (one) => {
            const second = await promotions.withUpdateLog("prod", (other) => {
                writeSync(one, "one");
                return Promise.resolve(writeSync(other, "the other"));
            });
            expect(second.log).toBe("the other");
        });
        expect(first.log).toBe("one");
    });

    it("keeps what an update prints, of the latest one alone, and names a log that it cannot write", async () => {
        const promotions = new PromotionsFolder(folder);
        for (const text of ["a longer first\n", "second, ü\n"]) {
            const { log } = await promotions.withUpdateLog("prod", (file) => Promise.resolve(writeSync(file, text)));
            expect(log).toBe(text);
        }
        expect(readFileSync(path.join(folder, "prod", "update.log"), "utf8")).toBe("second, ü\n");
        mkdirSync(path.join(folder, "test", "update.log"), { recursive: true });
        await expect(promotions.withUpdateLog("test", () => Promise.resolve())).rejects.toThrow(
            /cannot write .*update\.log: it is a folder/,
        );
    });

    it("takes only attestations for the latest attestation", () => {
        const attestations = path.join(folder, "dev", "attestations");
        mkdirSync(attestations, { recursive: true });
        const names = ["2026-11-26T10-00-00-000Z.json", "2026-11-26T11-00-00-000Z.json", "notes.txt", ".DS_Store"];
        for (const name of names) {
            writeFileSync(path.join(attestations, name), "{}");
        }
        expect(new PromotionsFolder(folder).latestAttestation("dev")).toBe(path.join(attestations, names[1] ?? ""));
    });
});
