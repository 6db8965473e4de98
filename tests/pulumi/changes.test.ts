import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { editState } from "../../src/pulumi/changes";
import { readHistory } from "../../src/pulumi/history";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "fake-pulumi-"))));
afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** A `pulumi` whose `stack export` prints that, and whose `stack import` keeps what it gets. */
function fakePulumi(exported: object, imported = "cp"): NodeJS.ProcessEnv {
    writeFileSync(join(folder, "export.json"), JSON.stringify(exported));
    const script = [
        "#!/bin/sh",
        'case "$1 $2" in',
        `"stack import") ${imported} "$4" "${folder}/imported.json" ;;`,
        `*) cat "${folder}/export.json" ;;`,
        "esac",
    ];
    writeFileSync(join(folder, "pulumi"), `${script.join("\n")}\n`, { mode: 0o755 });
    return { PATH: `${folder}:/usr/bin:/bin` };
}

const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
const state = {
    version: 3,
    deployment: {
        manifest: { time: "2026-11-26T10:00:00Z", version: "3.259.0" },
        secrets_providers: { type: "passphrase" },
        resources: [
            { urn: "urn:a", type: "t", id: "1", inputs: { value: secret }, unknownToUs: [1.5] },
            { urn: "urn:a", type: "t", id: "2", delete: true },
            { urn: "urn:b", type: "t" },
        ],
        pending_operations: [{ resource: { urn: "urn:c", type: "t" }, type: "creating" }],
    },
};

describe("an edit of the state", () => {
    test("takes out the named of two resources with one URN, and pending operations, and nothing else", async () => {
        await editState([{ urn: "urn:a", id: "2" }], { stack: "dev", environment: fakePulumi(state) });
        const { deployment } = state;
        const [first, , third] = deployment.resources;
        expect(JSON.parse(readFileSync(join(folder, "imported.json"), "utf8"))).toEqual({
            ...state,
            deployment: { ...deployment, resources: [first, third], pending_operations: [] },
        });
    });

    test("is an error with pulumi's words when pulumi refuses it", async () => {
        const environment = fakePulumi(state, "echo 'error: importing this file could be dangerous' >&2; exit 1; cp");
        await expect(editState([], { stack: "dev", environment })).rejects.toThrow(
            "`pulumi stack` failed: importing this file could be dangerous",
        );
    });
});

test("a stack's history tells which changes succeeded, with what configuration, without secrets", async () => {
    const environment = fakePulumi([
        { version: 0, kind: "update", startTime: "2026-11-26T10:00:00.000Z", result: "in-progress" },
        {
            ...{ version: 0, kind: "refresh", startTime: "2026-11-26T09:00:00.000Z" },
            ...{ endTime: "2026-11-26T09:01:00.000Z", result: "succeeded" },
            config: { "p:a": { value: "1", secret: false }, "p:b": { value: "v1:x", secret: true } },
        },
    ]);
    expect(await readHistory({ stack: "dev", environment })).toEqual([
        { kind: "update", startedAt: "2026-11-26T10:00:00.000Z", endedAt: undefined, succeeded: false, config: {} },
        {
            kind: "refresh",
            startedAt: "2026-11-26T09:00:00.000Z",
            endedAt: "2026-11-26T09:01:00.000Z",
            succeeded: true,
            config: { "p:a": "1" },
        },
    ]);
});
