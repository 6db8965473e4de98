import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { checkAttestation } from "../../src/attestation/attestation";
import { parseJournal } from "../../src/promotion/journal";
import { shared } from "./project";

jest.setTimeout(600_000);

const project = path.resolve(__dirname, "../..");
const promotions = path.join(project, ".sandbox", "tour", "project", "promotions");

let status: number;
let output: string;
beforeAll(async () => {
    [status, output] = await new Promise((resolve) => {
        const main = path.join(project, "dist", "tools", "sandbox", "main.js");
        const env = { ...process.env, ...shared("standIns") };
        const child = execFile(process.execPath, [main, "tour"], { cwd: project, env }, (_, stdout, stderr) => {
            resolve([child.exitCode ?? -1, `${stdout}\n${stderr}`]);
        });
    });
});

const filesOf = (stack: string, kind: string): Buffer[] =>
    readdirSync(path.join(promotions, stack, kind)).map((name) =>
        readFileSync(path.join(promotions, stack, kind, name)),
    );

describe("the tour", () => {
    it("refuses, seals, applies, finds the drift and restores, on the real engine and three tenants", () => {
        expect(status === 0 ? "" : output).toBe("");
        expect(output).toMatch(/error: dev: has changed since it was verified.*docs\/promotion\.md#source-changed/);
        expect(output).toMatch(/error: prod: the tenant is not as the stack's state says.*#target-drifted/);
        expect(output.match(/^promoted: .*/gm)).toEqual([
            expect.stringMatching(/^promoted: dev → test, definition (\w{12}), /),
            expect.stringMatching(/^promoted: test → prod, definition (\w{12}), /),
            expect.stringMatching(/^promoted: restored → prod, definition (\w{12}), /),
        ]);
    });

    it("leaves one definition in all stages, in records that are checked without a network", () => {
        const [record, restored] = filesOf("prod", "records") as [Buffer, Buffer];
        const signerOf = (file: Buffer): string =>
            (JSON.parse(file.toString()) as { signatures: [{ keyid: string }] }).signatures[0].keyid;
        const checks = [...filesOf("test", "records"), record, restored].map((file) =>
            checkAttestation(file, signerOf(file), new Date()),
        );
        expect(checks.map(({ state }) => state)).toEqual(["local", "local", "local"]);
        expect(new Set(checks.map(({ attested }) => attested?.definition)).size).toBe(1);
        expect(checks.map(({ attested }) => [attested?.promotion?.from, attested?.stack])).toEqual([
            ...[
                ["dev", "test"],
                ["test", "prod"],
                ["prod", "prod"],
            ],
        ]);
    });

    it("keeps a journal in order, and no secret in any file", () => {
        const file = path.join(promotions, "prod", "journal.jsonl");
        expect(parseJournal(readFileSync(file, "utf8"), file).map(({ event }) => event)).toEqual([
            ...["sealed", "approved", "applying", "applied", "verified", "promoted"],
            ...["sealed", "approved", "applying", "applied", "verified", "promoted"],
        ]);
        const files = readdirSync(promotions, { recursive: true, withFileTypes: true }).filter((entry) =>
            entry.isFile(),
        );
        const texts = files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), "utf8"));
        expect(texts.length).toBeGreaterThan(10);
        expect([output, ...texts].filter((text) => text.includes("PRIVATE KEY"))).toEqual([]);
    });
});
