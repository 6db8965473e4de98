import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { loginWith } from "../../src/cli/commands/renew/effects";
import { KeyFiles } from "../../src/proof/keyFiles";
import type { StackOptions } from "../../src/pulumi/run";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { inThisProcess } from "./inThisProcess";
import { exportOf } from "./support";

const [active, other] = [credentialOf(rsaKey()), credentialOf(rsaKey())];
const { certificatePem } = active;
let folder: string;
let stack: StackOptions;

/** A `pulumi` that notes its commands, and has no passphrase to decrypt anything with. */
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    const facts = certificateFacts(certificatePem);
    const state = JSON.parse(
        exportOf({ connection: connectionOf(active), certificatePem, certificates: { current: facts } }),
    ) as { deployment: { resources: object[] } };
    state.deployment.resources.push({
        ...{ urn: "c", type: "exo-unattended:index:Certificate" },
        outputs: { certificatePem, thumbprint: facts.thumbprint },
    });
    writeFileSync(join(folder, "export"), JSON.stringify(state));
    writeFileSync(join(folder, "active.pem"), active.privateKeyPem);
    writeFileSync(join(folder, "other.pem"), other.privateKeyPem);
    const script = `#!/bin/sh
echo "$1 $2 $3" >> "${folder}/commands"
case "$*" in
    config*) echo '{}';;
    *--show-secrets*) echo "error: incorrect passphrase" >&2; exit 1;;
    *) exec cat "${folder}/export";;
esac
`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
    stack = { stack: "prod", environment: { PATH: `${folder}:/usr/bin:/bin` } };
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

const commands = (): string[] => readFileSync(join(folder, "commands"), "utf8").trimEnd().split("\n");
const keyFiles = (...names: string[]): KeyFiles =>
    KeyFiles.open(
        names.map((name) => join(folder, name)),
        undefined,
    );

test("a renewal takes the key that belongs to the certificate from several files, reads the stack once, and decrypts nothing", async () => {
    const login = await loginWith("current", keyFiles("other.pem", "active.pem"), stack);
    expect(login).toMatchObject({ credential: active });
    expect(commands()).toEqual(["stack export --stack"]);
});

test("a key that cannot be decrypted is one that is not at hand: what does not need it goes on", async () => {
    expect(await loginWith("current", keyFiles(), stack)).toMatch(/"current" is not at hand: .*incorrect passphrase/);
    expect(await loginWith("current", keyFiles("other.pem"), stack)).toMatch(/not at hand: .*incorrect passphrase/);
});

test("a renewal has read the state with the configuration before it signs in, however long that takes", async () => {
    const { stderr } = await inThisProcess(["renew", "--stack", "prod", "--plan"], {
        env: { PATH: `${folder}:/usr/bin:/bin` },
    });
    expect(stderr).toContain("az login");
    expect(commands().toSorted()).toEqual(["config --json --show-secrets", "stack export --stack"]);
});
