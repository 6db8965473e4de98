import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { definitionDigest } from "../../src/definition/definition";
import { readDefinition, readPolicy } from "../../src/definition/readDefinition";
import { deployedDefinition } from "../../src/proof/deployedDefinition";
import { readConfiguration } from "../../src/pulumi/configuration";
import { readDeployment } from "../../src/pulumi/state";

const urn = "urn:pulumi:dev::p::a:b:C::exo";
let folder: string;
beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: p\n");
    writeFileSync(path.join(folder, "index.ts"), "");
    const stages = [{ name: "dev", stacks: ["dev"] }];
    writeFileSync(
        path.join(folder, "promotion.json"),
        JSON.stringify({ schemaVersion: 1, program: ["index.ts"], stages }),
    );
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** A `pulumi` whose preview has this step. */
function options(preview: object): { stack: string; cwd: string; environment: NodeJS.ProcessEnv } {
    const answers = {
        preview,
        config: { "p:roles": { value: '["Global Reader"]', secret: false } },
        stack: { deployment: { resources: [{ urn, type: "a:b:C" }] } },
    };
    const cases = Object.entries(answers).map(([name, answer]) => `${name}) echo '${JSON.stringify(answer)}';;`);
    writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\ncase "$1" in ${cases.join(" ")} esac\n`, { mode: 0o755 });
    return { stack: "dev", cwd: folder, environment: { PATH: `${folder}:/usr/bin:/bin` } };
}

describe("the definition that a stack was deployed from", () => {
    it("is what the folder holds when an update would change nothing", async () => {
        const stack = options({ steps: [{ op: "same", urn }] });
        const definition = readDefinition({
            ...{ folder, policy: readPolicy(folder) },
            ...{ configuration: await readConfiguration(stack), resources: (await readDeployment(stack)).resources },
        });
        expect(await deployedDefinition(stack)).toEqual({ digest: definitionDigest(definition) });
    });

    it.each([
        [
            "an update would change the stack",
            { steps: [{ op: "update", urn, newState: { type: "a:b:C" } }] },
            "an update would change the stack: update exo (a:b:C)",
        ],
        [
            "the preview fails",
            { diagnostics: [{ severity: "error", message: "error: no sign-in" }] },
            "the stack's preview fails: no sign-in",
        ],
    ])("is not known when %s", async (_, preview, reason) => {
        expect(await deployedDefinition(options(preview))).toEqual({ reason });
    });

    it("does not exist in a project without promotion.json", async () => {
        rmSync(path.join(folder, "promotion.json"));
        expect(await deployedDefinition(options({ steps: [] }))).toBeUndefined();
    });
});
