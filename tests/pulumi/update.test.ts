import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { update, type UpdateEnd } from "../../src/pulumi/update";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

const pulumi = (script: string): void => {
    writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
};
const listeners = (): number[] => ["SIGINT", "SIGTERM"].map((signal) => process.listenerCount(signal));

/** Starts several updates, whose output goes to one file. */
async function several(count: number, meanwhile: () => void): Promise<readonly UpdateEnd[]> {
    const environment = { PATH: `${folder}:/usr/bin:/bin` };
    const output = openSync(path.join(folder, "log"), "w");
    try {
        const ends = Array.from({ length: count }, () => update(["--yes"], { output, environment }));
        meanwhile();
        return await Promise.all(ends);
    } finally {
        closeSync(output);
    }
}

describe("updates that run at the same time", () => {
    it("write to their files, and leave no listener of a signal behind", async () => {
        pulumi('echo "out $*"; echo err >&2');
        const before = listeners();
        const ends = await several(12, () => {
            // One for all of them: of more than ten, Node.js warns.
            expect(listeners()).toEqual(before.map((count) => count + 1));
        });
        expect(ends).toEqual(Array.from({ length: 12 }, () => ({ status: 0, interrupted: false })));
        expect(readFileSync(path.join(folder, "log"), "utf8").match(/^(out up --yes|err)$/gm)).toHaveLength(24);
        expect(listeners()).toEqual(before);
    });

    it("are all asked to end by a request to terminate", async () => {
        pulumi("exec sleep 60");
        const ends = await several(3, () => process.emit("SIGTERM"));
        expect(ends).toEqual(Array.from({ length: 3 }, () => ({ status: 143, interrupted: true })));
    });
});
