import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePfx } from "../../src/certificate/pfx";
import type { CertificateSource } from "../../src/proof/loginSource";
import { KeyFiles } from "../../src/proof/keyFiles";
import { exportOf } from "../cli/support";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const { signal } = new AbortController();
const [dev, prod, other] = [credentialOf(rsaKey()), credentialOf(rsaKey()), credentialOf(rsaKey())];
let folder: string;
beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "exo-unattended-"));
    writeFileSync(path.join(folder, "prod.pfx"), writePfx(prod, "secret"));
    writeFileSync(path.join(folder, "several.pem"), other.privateKeyPem + dev.privateKeyPem);
    writeFileSync(path.join(folder, "certificate.pem"), dev.certificatePem);
});
afterAll(() => {
    rmSync(folder, { recursive: true });
});

const open = (names: readonly string[], passphrase?: string): KeyFiles =>
    KeyFiles.open(
        names.map((name) => path.join(folder, name)),
        passphrase,
    );
const loginWith = (credential: typeof dev): CertificateSource => {
    const file = path.join(folder, "outputs.json");
    const { certificatePem } = credential;
    writeFileSync(file, JSON.stringify({ connection: connectionOf(credential), certificatePem }));
    return { source: { file } };
};

describe("key files", () => {
    it("give each login the key that its certificate belongs to", async () => {
        const keys = open(["prod.pfx", "several.pem"], "secret");
        expect(await keys.of(loginWith(dev), signal)).toMatchObject({ keyFile: path.join(folder, "several.pem") });
        expect(await keys.of(loginWith(prod), signal)).toEqual({
            keyFile: path.join(folder, "prod.pfx"),
            passphrase: "secret",
        });
    });

    it("leave a login whose key they do not have to its stack", async () => {
        expect(await open(["prod.pfx"], "secret").of(loginWith(dev), signal)).toEqual({});
        expect(await open([]).of({ source: { file: "/nowhere" } }, signal)).toEqual({});
    });

    it.each([
        ["dev's key", ["prod.pfx", "several.pem"], ["stack export --stack"]],
        ["another key", ["prod.pfx"], ["stack export --stack", "stack export --show-secrets"]],
        ["none", [], ["stack export --show-secrets"]],
    ])("decrypt nothing of a stack whose key they have: with %s", async (_, names, commands) => {
        const outputs = { connection: connectionOf(dev), certificatePem: dev.certificatePem };
        writeFileSync(path.join(folder, "export"), exportOf(outputs));
        const script = `#!/bin/sh\necho "$1 $2 $3" >> "${folder}/commands"\nexec cat "${folder}/export"\n`;
        writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
        writeFileSync(path.join(folder, "commands"), "");
        const environment = { PATH: `${folder}:/usr/bin:/bin` };
        const read = await open(names, "secret").readStack({ stack: "dev", environment, signal });
        expect(read.outputs).toEqual(outputs);
        expect(readFileSync(path.join(folder, "commands"), "utf8").trimEnd().split("\n")).toEqual(commands);
    });

    it.each([
        ["certificate.pem", "it holds a certificate and no private key"],
        ["missing.pem", "no such file"],
        ["prod.pfx", "passphrase"],
    ])("are refused before anything begins when %s has no key that can be read", (name, message) => {
        expect(() => open([name])).toThrow(message);
    });
});
