import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writePfx } from "../../src/certificate/pfx";
import type { CertificateSource } from "../../src/proof/loginSource";
import { KeyFiles } from "../../src/promotion/keyFiles";
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

describe("the key files of a promotion", () => {
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
        ["certificate.pem", "it holds a certificate and no private key"],
        ["missing.pem", "no such file"],
        ["prod.pfx", "passphrase"],
    ])("are refused before anything begins when %s has no key that can be read", (name, message) => {
        expect(() => open([name])).toThrow(message);
    });
});
