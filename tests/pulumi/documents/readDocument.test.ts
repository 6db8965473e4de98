import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { readableProperties } from "../../../src/access/readableProperties";
import { UserError } from "../../../src/errors/userError";
import { readDocument } from "../../../src/pulumi/documents/readDocument";
import type { StackDocument } from "../../../src/pulumi/documents/step";
import { documentPath, documentText, reportOn } from "../../audit/support";

const readText = (content: string | Uint8Array): Promise<StackDocument> =>
    readDocument("-", { properties: readableProperties, stdin: Readable.from([Buffer.from(content)]) });
const refusalOf = async (content: string | Uint8Array): Promise<string> => {
    try {
        await readText(content);
    } catch (error) {
        if (error instanceof UserError) {
            return error.message;
        }
        throw error;
    }
    return "";
};

describe("a document", () => {
    it.each([
        ["create.preview.json", "preview"],
        ["broaden.events.jsonl", "events"],
        ["broaden.eventlog.jsonl", "events"],
        ["broaden.up.events.jsonl", "events"],
        ["broaden.plan.json", "plan"],
        ["broad.state.json", "state"],
    ])("%s is recognized as %s, plain and gzip, of its stack", async (name, kind) => {
        const options = { properties: readableProperties, stdin: process.stdin };
        expect(await readDocument(documentPath(name), options)).toMatchObject({
            kind,
            stack: "test",
            project: "exo-unattended",
        });
        expect(await readText(documentText(name))).toMatchObject({ kind, source: "standard input" });
    });

    it("may be the state of a stack that was never updated, which Pulumi exports as null", async () => {
        const state = await readText('{"version":3,"deployment":null}');
        expect(state).toMatchObject({ kind: "state", steps: [], incomplete: [] });
    });

    it.each(["utf16le" as const, "utf8" as const])(
        "may be %s with a byte order mark, as Windows PowerShell writes it",
        async (encoding) => {
            const text = documentText("create.preview.json").replaceAll("\n", "\r\n");
            const plain = await readText(text);
            expect(await readText(Buffer.from(`\uFEFF${text}`, encoding))).toEqual(plain);
        },
    );

    it("may have properties, operations and events that are not known yet", async () => {
        const preview = JSON.parse(documentText("create.preview.json")) as { steps: Record<string, unknown>[] };
        const [first] = preview.steps;
        const urn = "urn:pulumi:test::exo-unattended::azuread:index/application:Application::other";
        preview.steps.push({ op: "transmute", urn, novel: [1], oldState: { ...(first?.["newState"] as object), urn } });
        const { steps } = await readText(JSON.stringify({ ...preview, novel: { a: 1 } }));
        expect(steps.find((step) => step.urn === urn)).toMatchObject({ operation: "unknown", isStateMissing: true });
        const events = `${documentText("create.events.jsonl").trim()}\n{"sequence":999,"novelEvent":{}}\n`;
        expect((await readText(events)).steps.length).toBeGreaterThan(10);
    });

    it("of an update counts the update, not the preview before it", async () => {
        const both = documentText("create.events.jsonl") + documentText("broaden.up.events.jsonl");
        expect((await readText(both)).steps).toEqual((await readText(documentText("broaden.up.events.jsonl"))).steps);
    });
});

describe("events", () => {
    it("of several stacks in one file are refused, because only the last would count", async () => {
        const one = documentText("create.events.jsonl");
        const other = one.replaceAll("urn:pulumi:test::", "urn:pulumi:another::");
        for (const text of [one + other, one + other + one, other + one + one]) {
            expect(await refusalOf(text)).toMatch(/holds the events of several stacks/);
        }
    });

    it("of a cancelled command are incomplete, and those with their summary are not", async () => {
        const all = documentText("create.events.jsonl");
        expect((await readText(all)).incomplete).toEqual([]);
        const cancelled = all.split("\n").filter((line) => !line.includes('"summaryEvent"'));
        expect((await readText(cancelled.join("\n"))).incomplete).toMatchObject([
            { detail: "the command was cancelled: what comes after is not in the file", pointer: "/cancelEvent" },
        ]);
        const corrupt = all.replace('"maybeCorrupt":false', '"maybeCorrupt":true');
        expect((await readText(corrupt)).incomplete).toHaveLength(1);
    });
});

describe("a file that is damaged or foreign is refused with the place", () => {
    it.each([
        ["", /the file is empty/],
        [" \n\n", /the file is empty/],
        ["Previewing update (dev):\n", /line 1, column 1: not JSON but text for people/],
        ["Downloading plugin\n{}", /line 1, column 1: not JSON/],
        ['{\n  "steps": [\n    }\n', /line 3, column 5: not JSON/],
        ['{"steps": {}}', /\/steps is not a list/],
        ['{"steps": [{"op": "create"}]}', /\/steps\/0\/urn is not a text/],
        ['{"steps": [{"op": "create", "urn": "planted"}]}', /\/steps\/0\/urn is not a URN/],
        ['{"deployment": 5}', /\/deployment is not an object/],
        ['{"deployment": {"resources": [{}]}}', /\/deployment\/resources\/0\/type is not a text/],
        ['{"resourcePlans": {"planted": {}}}', /\/resourcePlans\/planted is not a URN/],
        ['{"result": "succeeded", "summary": {}}', /a summary of `--output json`/],
        ['{"planted": 1}', /JSON that is not a preview/],
        ["[]", /JSON that is not a preview/],
        ["null", /JSON that is not a preview/],
        ['{"sequence":0,"preludeEvent":{}}\nplanted\n', /line 2, column 1: not JSON/],
        ['{"sequence":0,"preludeEvent":{}}\n[]\n', /line 2: the document is not an object/],
        ['{"sequence":0,"preludeEvent":{}}\n', /line 1: the events end early/],
        [
            '{"sequence":0,"resourcePreEvent":{"metadata":{"op":"same"}}}\n',
            /line 1: \/resourcePreEvent\/metadata\/urn is not a text/,
        ],
    ])("%j", async (content, message) => {
        const refusal = await refusalOf(content);
        expect(refusal).toMatch(message);
        expect(refusal.replace("/resourcePlans/planted", "")).not.toContain("planted");
    });

    it("that is cut anywhere", async () => {
        const names = ["create.preview.json", "broaden.plan.json", "first.state.json", "create.events.jsonl"];
        const texts = names.map(documentText).map((text) => text.trimEnd());
        await fc.assert(
            fc.asyncProperty(
                fc.constantFrom(...texts),
                fc.double({ min: 0, max: 0.98, noNaN: true }),
                async (text, part) => {
                    const refusal = await refusalOf(text.slice(0, Math.floor(text.length * part)));
                    expect(refusal).toMatch(
                        /line \d+(, column \d+)?: the (JSON ends|events end) early|the file is empty/,
                    );
                },
            ),
            { numRuns: 30 },
        );
    });

    it("that is gzip cut short, or damaged", async () => {
        const zipped = gzipSync(documentText("create.preview.json"));
        expect(await refusalOf(zipped.subarray(0, zipped.length - 100))).toMatch(/the gzip data ends early/);
        const damaged = Buffer.from(zipped);
        damaged.fill(7, 200, 260);
        expect(await refusalOf(damaged)).toMatch(/the gzip data is damaged|not JSON/);
    });

    it("that is not there, or a folder", async () => {
        const options = { properties: readableProperties, stdin: process.stdin };
        await expect(readDocument("/nowhere/x.json", options)).rejects.toThrow(
            "cannot read /nowhere/x.json: no such file",
        );
        await expect(readDocument(tmpdir(), options)).rejects.toThrow(/it is a folder/);
    });

    it("or else is read: no other error comes from whatever is in the place of a value", async () => {
        const documents = ["broaden.preview.json", "narrow.plan.json", "broad.state.json"].map(
            (name) => JSON.parse(documentText(name)) as object,
        );
        const places = documents.map((document) => placesIn(document));
        const values: unknown[] = [
            null,
            0,
            -1,
            true,
            "",
            "constructor",
            "__proto__",
            "a::b",
            [],
            {},
            [[]],
            [null],
            { __proto__: 1 },
            "2026-13-45",
            "\uD800",
            // Deep enough for a recursion, and not for the one that makes the text.
            JSON.parse("[".repeat(2_000) + "]".repeat(2_000)),
        ];
        await fc.assert(
            fc.asyncProperty(fc.nat(2), fc.nat(), fc.nat(values.length - 1), async (which, at, index) => {
                const value = values[index];
                const all = places[which] ?? [];
                const place = all[at % all.length] ?? [];
                const text = JSON.stringify(replaced(documents[which], place, value));
                if ((await refusalOf(text)) === "") {
                    reportOn(await readText(text));
                }
            }),
            { numRuns: 150 },
        );
    });
});

function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
    return typeof value !== "object" || value === null
        ? [place]
        : [place, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...place, key]))];
}

function replaced(value: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
    if (first === undefined) {
        return by;
    }
    const copy: unknown[] | Record<string, unknown> = Array.isArray(value)
        ? [...(value as unknown[])]
        : { ...(value as object) };
    (copy as Record<string, unknown>)[first] = replaced((copy as Record<string, unknown>)[first], rest, by);
    return copy;
}

describe("a large event log", () => {
    it("is read in little memory", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
        try {
            const file = path.join(folder, "events.jsonl");
            const lines = documentText("broaden.up.events.jsonl").trimEnd().split("\n");
            const noise = JSON.stringify({
                sequence: 1,
                diagnosticEvent: { severity: "debug", message: "x".repeat(100_000) },
            });
            writeFileSync(
                file,
                [...lines.slice(0, 20), ...Array.from({ length: 400 }, () => noise), ...lines.slice(20), ""].join("\n"),
            );
            const before = process.memoryUsage().rss;
            const document = await readDocument(file, { properties: readableProperties, stdin: process.stdin });
            expect(document.steps).toEqual((await readText(lines.join("\n"))).steps);
            expect((process.memoryUsage().rss - before) / 1_000_000).toBeLessThan(200);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
