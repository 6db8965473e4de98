import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import fc from "fast-check";
import { readKeyFile } from "../../src/certificate/keyFile";
import { credentialOf, rsaKey } from "../verification/support";
import { opensslPfx } from "./opensslPfx";
import { pfxOf } from "./pfx";
import { UserError } from "../../src/errors/userError";

const credential = credentialOf(rsaKey());
const passphrase = "correct horse";
const key = createPrivateKey(credential.privateKeyPem);
const pem = (options: object): Buffer => Buffer.from(key.export({ format: "pem", ...options } as never) as string);

const files: readonly (readonly [string, Buffer, string | undefined])[] = [
    ["PKCS#8", pem({ type: "pkcs8" }), undefined],
    ["PKCS#1", pem({ type: "pkcs1" }), undefined],
    ["encrypted PKCS#8", pem({ type: "pkcs8", cipher: "aes-256-cbc", passphrase }), passphrase],
    ["encrypted PKCS#1", pem({ type: "pkcs1", cipher: "aes-256-cbc", passphrase }), passphrase],
    ["a PFX with AES", pfxOf(credential, passphrase), passphrase],
    ["a PFX with 3DES", pfxOf(credential, passphrase, "3des"), passphrase],
    ["a PFX with an empty passphrase", pfxOf(credential, ""), undefined],
];

describe("the key of a file", () => {
    test.each(files)("is read from %s", async (_, content, given) => {
        expect(createPrivateKey(await readKeyFile(content, given)).equals(key)).toBe(true);
    });

    test("is read from a PFX that OpenSSL made", async () => {
        const read = createPublicKey(
            await readKeyFile(Buffer.from(opensslPfx.base64, "base64"), opensslPfx.passphrase),
        );
        expect(read.equals(new X509Certificate(opensslPfx.certificatePem).publicKey)).toBe(true);
    });

    const encrypted = files.filter(([, , given]) => given !== undefined);

    test.each(encrypted)("is not read from %s with a wrong passphrase", async (_, content) => {
        await expect(readKeyFile(content, "guess")).rejects.toThrow(new UserError("the passphrase does not open it"));
    });

    test.each(encrypted)("is not read from %s without its passphrase", async (_, content) => {
        await expect(readKeyFile(content)).rejects.toThrow(
            new UserError("it is encrypted, and no passphrase was given"),
        );
    });

    test("is not read from anything else, whose content no error repeats", async () => {
        await expect(readKeyFile(Buffer.from(credential.certificatePem))).rejects.toThrow(/no unencrypted private key/);
        await fc.assert(
            fc.asyncProperty(fc.uint8Array(), fc.option(fc.string(), { nil: undefined }), async (bytes, given) => {
                await expect(readKeyFile(Buffer.from(bytes), given)).rejects.toThrow(UserError);
            }),
        );
    });

    test("may be of another kind in PEM form; whoever signs in with it refuses it", async () => {
        const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const content = Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" }));
        expect(createPrivateKey(await readKeyFile(content)).asymmetricKeyType).toBe("ec");
    });
});
