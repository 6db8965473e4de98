import { spawnSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createSecureContext } from "node:tls";
import fc from "fast-check";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { privateKeyPemIn, readKeys } from "../../src/certificate/readKeys";
import { pfxPasswordProblem, writePfx, writePfxWithoutPassword } from "../../src/certificate/pfx";
import { PfxAlgorithm } from "../../src/certificate/pfxProtection";
import { credentialOf, rsaKey } from "../verification/support";

const credential = credentialOf(rsaKey());
const { thumbprint } = certificateFacts(credential.certificatePem);
const key = createPrivateKey(credential.privateKeyPem);
// Every kind of character that may be in a password.
const password = "Aa0 ~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}";
const files = Object.values(PfxAlgorithm).map(
    (algorithm) => [algorithm, writePfx(credential, password, { algorithm })] as const,
);
const folder = mkdtempSync(join(tmpdir(), "exo-unattended-pfx-"));

afterAll(() => {
    rmSync(folder, { recursive: true });
});

/** What a program says about a file; the password reaches it by the environment. */
function read(program: string, args: readonly string[], content: Buffer, secret: string): string {
    const path = join(folder, "read.pfx");
    writeFileSync(path, content);
    const { status, stdout, stderr } = spawnSync(program, [...args, path], {
        encoding: "utf8",
        env: { ...process.env, PFX_PASSWORD: secret, LC_ALL: "C" },
    });
    return status === 0 ? stderr + stdout : `refused: ${stderr}${stdout}`;
}

const openssl = (content: Buffer, secret: string): string =>
    read("openssl", ["pkcs12", "-info", "-nodes", "-passin", "env:PFX_PASSWORD", "-in"], content, secret);
const keytool = (content: Buffer, secret: string): string =>
    read(
        "keytool",
        // Java's optimizing compiler would take longer than it saves.
        [
            "-J-XX:TieredStopAtLevel=1",
            "-list",
            "-v",
            "-storetype",
            "PKCS12",
            "-storepass:env",
            "PFX_PASSWORD",
            "-keystore",
        ],
        content,
        secret,
    );

/** A test that needs a program; without it, its reason is printed. */
function testWith(program: string): jest.It {
    if ((process.env["PATH"] ?? "").split(delimiter).some((directory) => existsSync(join(directory, program)))) {
        return test;
    }
    console.warn(`skipped: no ${program} on PATH to read PFX files with`);
    return test.skip;
}

describe.each(files)("a PFX with %s", (algorithm, content) => {
    testWith("openssl")(
        "has, for OpenSSL, certificate and key with provider, key spec exchange and names where Windows looks for them",
        () => {
            const shown = openssl(content, password);
            expect(shown).toContain(
                algorithm === PfxAlgorithm.TripleDesSha1
                    ? "Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 10000"
                    : "Shrouded Keybag: PBES2, PBKDF2, AES-256-CBC, Iteration 10000, PRF hmacWithSHA256",
            );
            const [, certificateBag = "", keyBag = ""] = shown.split("Bag Attributes\n");
            for (const bag of [certificateBag, keyBag]) {
                expect(bag).toContain(`localKeyID: ${(thumbprint.match(/../g) ?? []).join(" ")}`);
                expect(bag).toContain("friendlyName: EXO unattended cert\n");
            }
            expect(keyBag).toContain("Microsoft CSP Name: Microsoft Enhanced RSA and AES Cryptographic Provider\n");
            // dataEncipherment: AT_KEYEXCHANGE.
            expect(keyBag).toMatch(/Key Attributes\n +X509v3 Key Usage: 10 *\n/);
            const pem = (text: string, label: string): string =>
                new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----`).exec(text)?.[0] ?? "";
            const certificate = new X509Certificate(pem(certificateBag, "CERTIFICATE"));
            expect(certificate.fingerprint.replaceAll(":", "")).toBe(thumbprint);
            expect(createPrivateKey(pem(keyBag, "PRIVATE KEY")).equals(key)).toBe(true);
        },
    );

    testWith("keytool")("is a private key entry for Java", () => {
        const shown = keytool(content, password);
        expect(shown).toContain("Entry type: PrivateKeyEntry");
        expect(shown).toContain(`SHA1: ${(thumbprint.match(/../g) ?? []).join(":")}`);
    });

    test("is what Node.js signs with, and nothing with another password", () => {
        expect(() => createSecureContext({ pfx: content, passphrase: password })).not.toThrow();
        expect(() => createSecureContext({ pfx: content, passphrase: "other" })).toThrow(/mac verify failure/);
    });

    test("gives its key back to --key-file", () => {
        expect(createPrivateKey(privateKeyPemIn(readKeys(content, password))).equals(key)).toBe(true);
    });

    test("is the same, byte by byte, for the same input", () => {
        expect(writePfx(credential, password, { algorithm }).equals(content)).toBe(true);
    });
});

describe("a PFX", () => {
    test("has no salt in common with one of another password or name", () => {
        const salts = [
            writePfx(credential, password),
            writePfx(credential, "other"),
            writePfx(credential, password, { friendlyName: "other" }),
        ].map((content) => content.subarray(-20, -4).toString("hex"));
        expect(new Set(salts).size).toBe(3);
    });

    test("has the friendly name that was asked for in UTF-16, whatever characters are in it", () => {
        const friendlyName = "Zürich \u{1F511}";
        const encoded = Buffer.from(friendlyName, "utf16le").swap16();
        expect(writePfx(credential, password, { friendlyName }).includes(encoded)).toBe(true);
    });

    testWith("openssl")("without a password opens with the empty one, for Azure Automation", () => {
        const shown = openssl(writePfxWithoutPassword(credential), "");
        expect(shown).toContain("Microsoft CSP Name: Microsoft Enhanced RSA and AES Cryptographic Provider");
        expect(shown).toContain("-----BEGIN PRIVATE KEY-----");
    });

    test("is not made of a key that belongs to another certificate", () => {
        const { privateKeyPem } = credentialOf(rsaKey());
        expect(() => writePfx({ ...credential, privateKeyPem }, password)).toThrow(
            "the private key belongs to another certificate",
        );
    });

    test("is not made with an empty password", () => {
        expect(() => writePfx(credential, "")).toThrow("the password is empty");
    });

    test("is not made with other passwords than printable ASCII, and the reason does not repeat them", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme", minLength: 4 }), (secret) => {
                const ascii = Buffer.from(secret).every((byte) => byte >= 0x20 && byte <= 0x7e);
                const problem = pfxPasswordProblem(secret);
                expect(problem === undefined).toBe(ascii);
                expect(problem ?? "").not.toContain(secret);
            }),
        );
        expect(pfxPasswordProblem("Zürich")).toMatch(/printable ASCII/);
        expect(pfxPasswordProblem("line\nbreak")).toMatch(/printable ASCII/);
    });
});
