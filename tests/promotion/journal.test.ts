import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PromotionsFolder } from "../../src/promotion/folder";
import { interruptedAt, journalLine, parseJournal, type JournalEvent } from "../../src/promotion/journal";
import { sealDifferences, sealDigest, type Seal } from "../../src/promotion/seal";
import { hopsOf } from "../../src/promotion/stages";

const digest = "a".repeat(64);
const events: readonly JournalEvent[] = [
    { event: "sealed", at: "2026-11-26T10:00:00Z", seal: digest, from: "dev", definition: digest },
    { event: "approved", at: "2026-11-26T10:01:00Z", seal: digest, by: "ann" },
    { event: "applying", at: "2026-11-26T10:02:00Z", seal: digest },
    { event: "applied", at: "2026-11-26T10:03:00Z", seal: digest, state: digest },
];
const written = events.reduce((text, event) => text + journalLine(text, event), "");

describe("a journal", () => {
    it("is read as it was written", () => {
        expect(parseJournal(written, "j")).toEqual(events);
    });

    it("is refused when any line was changed, taken out or moved", () => {
        const lines = written.trimEnd().split("\n");
        fc.assert(
            fc.property(fc.nat(lines.length - 2), fc.constantFrom("change", "remove", "swap"), (index, how) => {
                const changed = [...lines];
                const [one = "", other = ""] = changed.slice(index, index + 2);
                const replacement = { change: [one.replace("T10", "T11"), other], remove: [other], swap: [other, one] }[
                    how
                ];
                changed.splice(index, 2, ...replacement);
                expect(() => parseJournal(`${changed.join("\n")}\n`, "j")).toThrow(
                    /^j: line \d is not as it was written/,
                );
            }),
            { numRuns: 20 },
        );
    });

    it("leaves out a last line that was interrupted while it was written", () => {
        expect(parseJournal(written.slice(0, -10), "j")).toEqual(events.slice(0, -1));
    });

    it.each([
        [1, "the plan was sealed at 2026-11-26T10:00:00Z and not approved"],
        [2, "the seal was approved at 2026-11-26T10:01:00Z and not applied"],
        [3, "the update began at 2026-11-26T10:02:00Z, and how it ended is not recorded"],
        [4, "the update ended at 2026-11-26T10:03:00Z, and was not verified"],
    ])("says where a promotion stands after %i events", (count, standing) => {
        expect(interruptedAt(events.slice(0, count))).toBe(standing);
    });
});

describe("the promotions' folder", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("has a journal per stack, and cuts an interrupted line off before it adds one", () => {
        const promotions = new PromotionsFolder(folder);
        const [sealed, approved] = events as [JournalEvent, JournalEvent];
        promotions.append("org/project/prod", sealed);
        const file = path.join(folder, "org/project/prod", "journal.jsonl");
        writeFileSync(file, `${readFileSync(file, "utf8")}{"previous":"`);
        promotions.append("org/project/prod", approved);
        expect(promotions.journal("org/project/prod")).toEqual([sealed, approved]);
        expect(promotions.journal("other")).toEqual([]);
    });

    it("gives a seal back only when it is the one of its digest", () => {
        const promotions = new PromotionsFolder(folder);
        promotions.keepSeal(seal, sealDigest(seal));
        expect(promotions.keptSeal("test", sealDigest(seal))).toEqual(seal);
        const file = path.join(folder, "test", "seals", `${sealDigest(seal)}.json`);
        writeFileSync(file, readFileSync(file, "utf8").replace("tenant-1", "tenant-2"));
        expect(promotions.keptSeal("test", sealDigest(seal))).toBeUndefined();
        expect(promotions.keptSeal("test", "../test")).toBeUndefined();
    });
});

const seal: Seal = {
    ...{ schemaVersion: 1, from: "dev", to: "test", definition: digest, tenantId: "tenant-1", state: digest },
    configuration: digest,
    plan: { digest, refresh: false, changes: ["create x"], unknown: [] },
    broader: [],
    versions: { pulumi: "3.259.0", plugins: { azuread: "6.9.1" }, "exo-unattended": "1.0.0" },
};

describe("a seal", () => {
    const other = "b".repeat(64);
    it.each([
        ["the definition", { definition: other }],
        ["the tenant", { tenantId: "tenant-2" }],
        ["the target's state", { state: other }],
        ["the target's configuration", { configuration: other }],
        ["the plan", { plan: { ...seal.plan, digest: other } }],
        ["the access beyond the source's", { broader: ["added exo: Global Reader"] }],
        ["the version of pulumi", { versions: { ...seal.versions, pulumi: "3.260.0" } }],
        ["the versions of the plugins", { versions: { ...seal.versions, plugins: { azuread: "6.10.0" } } }],
        ["the version of exo-unattended", { versions: { ...seal.versions, "exo-unattended": "2.0.0" } }],
    ])("binds %s", (part, change) => {
        expect(sealDigest({ ...seal, ...change })).not.toBe(sealDigest(seal));
        expect(sealDifferences(seal, { ...seal, ...change })).toEqual([part]);
    });
});

describe("the stages", () => {
    const policy = {
        stages: [
            { name: "dev", stacks: ["dev"] },
            { name: "test", stacks: ["test"] },
            { name: "customers", stacks: ["alpine", "tailspin"] },
        ],
    };

    it.each([
        ["one stack", ["test"], [["dev", "test"]]],
        [
            "several stages",
            ["test", "customers"],
            [
                ["dev", "test"],
                ["test", "alpine"],
                ["test", "tailspin"],
            ],
        ],
    ])("lead through %s", (_, targets, hops) => {
        expect(hopsOf(policy, "dev", targets).map(({ from, to }) => [from, to])).toEqual(hops);
    });

    it.each([
        ["a stage left out", "dev", ["customers"], /^customers: does not follow dev .* Promote to test first\./],
        ["a stack that is not in the file", "dev", ["prod"], /^prod: is not a stack of promotion\.json/],
        ["the last stage as a source", "alpine", ["tailspin"], /No stage follows alpine\./],
    ])("refuse %s", (_, from, targets, message) => {
        expect(() => hopsOf(policy, from, targets)).toThrow(message);
    });
});
