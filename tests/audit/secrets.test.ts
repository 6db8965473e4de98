import { readableProperties } from "../../src/access/readableProperties";
import { auditFormats } from "../../src/audit/formats";
import { UserError } from "../../src/errors/userError";
import { readDocumentText } from "../../src/pulumi/documents/readDocument";
import { auditOf, documentText, reportOn } from "./support";

const planted = "planted-secret-5b7d";
const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Files with secrets in the clear, as the engine writes them. */
const withSecrets = ["broad.secrets.state.json", "broaden.secrets.plan.json", "broaden.eventlog.jsonl"];

/** Private keys of a document, in the parts that could come out. */
function keysIn(text: string): string[] {
    const bodies = [...text.matchAll(/PRIVATE KEY-----(?:\\+n)+([A-Za-z0-9+/=\\n]{100,})/g)].map(
        ([, body]) => body ?? "",
    );
    return bodies.flatMap((body) => body.split(/\\+n/).filter((line) => line.length > 40));
}

describe("no secret of a file gets out", () => {
    it.each(withSecrets)("when %s holds private keys in the clear", async (name) => {
        const keys = keysIn(documentText(name));
        expect(keys.length).toBeGreaterThan(10);
        const report = await auditOf([name]);
        for (const render of Object.values(auditFormats)) {
            const text = render(report);
            expect(keys.filter((key) => text.includes(key))).toEqual([]);
            expect(text).not.toContain("PRIVATE KEY");
        }
    });

    it.each(["broad.secrets.state.json", "broaden.secrets.plan.json", "broaden.preview.json"])(
        "wherever in %s a secret value is",
        (name) => {
            const marked = { ...signature, plaintext: JSON.stringify(planted) };
            // Every text that has no part in recognizing the document.
            const isFree = (key: string, value: unknown): boolean =>
                typeof value === "string" && !/^(urn:pulumi:|[a-z-]+:[a-z]+[:/])/.test(value) && !structural.has(key);
            const revive = (key: string, value: unknown): unknown => (isFree(key, value) ? marked : value);
            const text = JSON.stringify(JSON.parse(documentText(name), revive));
            expect(text).toContain(planted);
            expectSilence(text);
        },
    );

    it("in properties that say nothing about access, in outputs, diagnostics and configuration", () => {
        const document = JSON.parse(documentText("broaden.preview.json")) as {
            steps: { oldState?: State; newState?: State }[];
            config: Record<string, string>;
        };
        for (const { oldState, newState } of document.steps) {
            for (const state of [oldState, newState]) {
                for (const side of [state?.inputs, state?.outputs]) {
                    Object.assign(side ?? {}, {
                        value: planted,
                        description: planted,
                        notes: planted,
                        privateKeyPem: planted,
                    });
                }
            }
        }
        Object.assign(document.config, { "exo-unattended:planted": planted, "azuread:tenantId": planted });
        Object.assign(document, { diagnostics: [{ severity: "error", message: planted, prefix: planted, urn: "" }] });
        expectSilence(JSON.stringify(document));
    });

    it("in an error about a damaged file, wherever it is cut", () => {
        const text = documentText("broad.secrets.state.json");
        const keys = keysIn(text);
        for (let end = 1_000; end < text.length; end += 12_007) {
            for (const damaged of [text.slice(0, end), `${text.slice(0, end)}}${text.slice(end)}`]) {
                try {
                    readDocumentText("file", damaged, readableProperties);
                } catch (error) {
                    expect(error).toBeInstanceOf(UserError);
                    expect(keys.filter((key) => (error as Error).message.includes(key.slice(0, 12)))).toEqual([]);
                }
            }
        }
    });
});

interface State {
    readonly inputs?: Record<string, unknown>;
    readonly outputs?: Record<string, unknown>;
}

/** What a document is recognized by. */
const structural = new Set([
    "op",
    "urn",
    "type",
    "id",
    "parent",
    "provider",
    "name",
    "magic",
    "time",
    "version",
    "0",
    "1",
    "2",
]);

function expectSilence(text: string): void {
    const report = reportOn(readDocumentText("file", text, readableProperties));
    for (const render of Object.values(auditFormats)) {
        expect(render(report)).not.toContain(planted);
    }
}
