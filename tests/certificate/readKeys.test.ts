import { spawnSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { privateKeyPemOf, readCertificate, readPrivateKey } from "../../src/certificate/certificateFacts";
import * as der from "../../src/certificate/der";
import { writePfx } from "../../src/certificate/pfx";
import { keyPairOf, privateKeyOf, readKeys } from "../../src/certificate/readKeys";
import { UserError } from "../../src/errors/userError";
import { credentialOf, rsaKey } from "../verification/support";
import { opensslPfx } from "./opensslPfx";
import { pfxOf } from "./pfx";

const file = (name: string): Buffer => readFileSync(join(__dirname, "files", name));
const keyPem = file("key.pem").toString();
const certificatePem = file("certificate.pem").toString();
const credential = { certificatePem, privateKeyPem: keyPem };
const key = createPrivateKey(keyPem);
const certificate = new X509Certificate(certificatePem);
const passphrase = "correct horse";
const exported = (options: object): Buffer => Buffer.from(key.export(options as never) as string | Buffer);

const isKey = (read: KeyObject): boolean => read.equals(key);

const plain: readonly (readonly [string, Buffer])[] = [
    ["PKCS#8 in PEM", exported({ type: "pkcs8", format: "pem" })],
    ["PKCS#1 in PEM", exported({ type: "pkcs1", format: "pem" })],
    ["PKCS#8 in DER", exported({ type: "pkcs8", format: "der" })],
    ["PKCS#1 in DER", exported({ type: "pkcs1", format: "der" })],
    ["a PFX with an empty passphrase", pfxOf(credential, "")],
];
const encrypted: readonly (readonly [string, Buffer, string])[] = [
    ["encrypted PKCS#8", exported({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }), passphrase],
    [
        "encrypted PKCS#8 in DER",
        exported({ type: "pkcs8", format: "der", cipher: "aes-128-cbc", passphrase }),
        passphrase,
    ],
    ["encrypted PKCS#1", exported({ type: "pkcs1", format: "pem", cipher: "aes-256-cbc", passphrase }), passphrase],
    [
        "encrypted PKCS#1 with Triple DES",
        exported({ type: "pkcs1", format: "pem", cipher: "des-ede3-cbc", passphrase }),
        passphrase,
    ],
    ["encrypted PKCS#1 with DES", file("des-cbc.pem"), "Secret1"],
    ["a PFX with AES", pfxOf(credential, passphrase), passphrase],
    ["a PFX with Triple DES", pfxOf(credential, passphrase, "3des"), passphrase],
    ["a PFX with RC2, as Windows Server 2016 writes it", file("rc2-40.pfx"), "Secret1"],
    ["a PFX with zeros after it", file("zeros-after.pfx"), "Secret1"],
];

describe("a private key", () => {
    test.each(plain)("is read from %s, with or without a passphrase that it does not need", (_, content) => {
        expect(isKey(privateKeyOf(readKeys(content)))).toBe(true);
        expect(isKey(privateKeyOf(readKeys(content, "not needed")))).toBe(true);
    });

    test.each(encrypted)("is read from %s", (_, content, given) => {
        expect(isKey(privateKeyOf(readKeys(content, given)))).toBe(true);
    });

    test.each(encrypted)("is read from %s when the passphrase has a line break at its end", (_, content, given) => {
        expect(isKey(privateKeyOf(readKeys(content, `${given}\r\n`)))).toBe(true);
        expect(isKey(privateKeyOf(readKeys(content, `\uFEFF${given}\n`)))).toBe(true);
    });

    test.each(encrypted)("is not read from %s with a wrong passphrase", (_, content) => {
        expect(() => privateKeyOf(readKeys(content, "guess"))).toThrow(
            new UserError("the passphrase does not open it"),
        );
    });

    test.each(encrypted)("is not read from %s without its passphrase", (_, content) => {
        expect(() => privateKeyOf(readKeys(content))).toThrow(
            new UserError("it is encrypted, and no passphrase was given"),
        );
    });

    test("is read with a passphrase that ends with a line break", () => {
        const content = exported({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "odd\n" });
        expect(isKey(privateKeyOf(readKeys(content, "odd\n")))).toBe(true);
    });

    test("is read from a PFX that OpenSSL made, with a passphrase beyond ASCII", () => {
        const { base64, passphrase: given } = opensslPfx;
        const read = privateKeyOf(readKeys(Buffer.from(base64, "base64"), given));
        expect(read.equals(privateKeyOf(readKeys(base64, given)))).toBe(true);
        expect(() => privateKeyPemOf(keyPem, new X509Certificate(opensslPfx.certificatePem))).not.toThrow();
    });

    test("may be of another kind; whoever signs in with it refuses it", () => {
        const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
        for (const type of ["pkcs8", "sec1"] as const) {
            for (const format of ["pem", "der"] as const) {
                const content = Buffer.from(privateKey.export({ type, format } as never) as string);
                expect(privateKeyOf(readKeys(content)).asymmetricKeyType).toBe("ec");
            }
        }
    });
});

describe("a file with several private keys", () => {
    const other = credentialOf(rsaKey());
    const several = `${other.privateKeyPem}${keyPem}${certificatePem}`;

    test("gives the one that belongs to the certificate asked for, or else to the certificate in it", () => {
        expect(isKey(privateKeyOf(readKeys(several), certificate))).toBe(true);
        expect(isKey(privateKeyOf(readKeys(several)))).toBe(true);
        expect(isKey(readPrivateKey(several, certificate))).toBe(true);
        const { publicKey } = readCertificate(other.certificatePem);
        const read = readPrivateKey(several, readCertificate(other.certificatePem));
        expect(createPrivateKey(other.privateKeyPem).equals(read)).toBe(true);
        expect(publicKey.asymmetricKeyType).toBe("rsa");
    });

    test("of Java gives the right one, which is not the first", () => {
        const { certificatePem: wanted } = JSON.parse(file("two-keys.json").toString()) as { certificatePem: string };
        const keys = readKeys(file("two-keys.p12"), "Secret1");
        expect(keys.privateKeys).toHaveLength(2);
        const pem = privateKeyOf(keys, readCertificate(wanted)).export({ type: "pkcs8", format: "pem" }).toString();
        expect(privateKeyPemOf(pem, readCertificate(wanted))).toBe(pem);
    });

    test("says how many there are when none belongs to the certificate", () => {
        const stranger = readCertificate(credentialOf(rsaKey()).certificatePem);
        expect(() => readPrivateKey(several, stranger)).toThrow(/2 private keys, and none of them belongs/);
        expect(() => readPrivateKey(`${keyPem}${other.privateKeyPem}`)).toThrow(/nothing says which to take/);
    });

    test("gives key and certificate that belong together", () => {
        const pair = keyPairOf(readKeys(`${other.certificatePem}${keyPem}${certificatePem}`));
        expect([isKey(pair.privateKey), pair.certificate.fingerprint256]).toEqual([true, certificate.fingerprint256]);
        expect(() => keyPairOf(readKeys(`${keyPem}${other.certificatePem}`))).toThrow(/none of its certificates/);
    });
});

/** How Windows, JSON, YAML, environment variables and secret stores change a text that they keep. */
const ways: Readonly<Record<string, (pem: string) => Buffer | string>> = {
    "as it is": (pem) => pem,
    "UTF-8 with a byte order mark": (pem) => Buffer.from(`\uFEFF${pem}`),
    "UTF-16 LE with a byte order mark": (pem) => Buffer.from(`\uFEFF${pem}`, "utf16le"),
    "UTF-16 LE without one": (pem) => Buffer.from(pem, "utf16le"),
    "UTF-16 BE with a byte order mark": (pem) => Buffer.from(`\uFEFF${pem}`, "utf16le").swap16(),
    "UTF-16 BE without one": (pem) => Buffer.from(pem, "utf16le").swap16(),
    CRLF: (pem) => pem.replaceAll("\n", "\r\n"),
    CR: (pem) => pem.replaceAll("\n", "\r"),
    "escaped line breaks": (pem) => pem.replaceAll("\n", "\\n"),
    "escaped CRLF": (pem) => pem.replaceAll("\n", "\\r\\n"),
    "line breaks escaped twice": (pem) => JSON.stringify(JSON.stringify(pem)),
    "blanks for line breaks": (pem) => pem.replaceAll("\n", " "),
    "no line breaks": (pem) => pem.replaceAll("\n", ""),
    indentation: (pem) => pem.replace(/^/gm, "        "),
    quotes: (pem) => `"${pem}"`,
    "characters without a width": (pem) => pem.replaceAll("\n", "\n\u200B").replace("-----", "\u200E-----"),
    "text before and after": (pem) => `Bag Attributes\n    friendlyName: Zürich\n${pem}\nthe end`,
    base64: (pem) => Buffer.from(pem).toString("base64"),
    "base64 in UTF-16": (pem) => Buffer.from(Buffer.from(pem).toString("base64"), "utf16le"),
    "base64url in lines": (pem) => Buffer.from(pem).toString("base64url").replace(/.{64}/g, "$&\r\n"),
};

describe("whatever a text went through", () => {
    test.each(Object.entries(ways))("(%s), certificate and key are the same", (_, change) => {
        const given = change(`${keyPem}${certificatePem}`);
        const { privateKeys, certificates } = readKeys(given);
        expect(privateKeys.map(isKey)).toEqual([true]);
        expect(certificates.map(String)).toEqual([certificate.toString()]);
    });

    test("any combination of key, form, encryption and change reads to the same key", () => {
        const texts = [
            ...plain.filter(([name]) => name.includes("PEM")),
            ...encrypted.filter(([, content]) => content.includes("-----BEGIN")),
        ];
        const binaries = [...plain, ...encrypted].filter(([, content]) => !content.includes("-----BEGIN"));
        const asText = ([, content, secret]: readonly [string, Buffer, string?]) =>
            [content.toString("latin1"), secret] as const;
        const inBase64 = ([, content, secret]: readonly [string, Buffer, string?]) =>
            [content.toString("base64"), secret] as const;
        fc.assert(
            fc.property(
                fc.constantFrom(...texts.map(asText), ...binaries.map(inBase64)),
                fc.constantFrom(...Object.entries(ways).filter(([name]) => !/before/.test(name))),
                fc.constantFrom("", "\n", "\r\n"),
                ([text, secret], [, change], ending) => {
                    const given = change(text);
                    expect(isKey(privateKeyOf(readKeys(given, secret && secret + ending), certificate))).toBe(true);
                },
            ),
            { numRuns: 100 },
        );
    });
});

describe("what cannot be read is named for what it is:", () => {
    const { publicKey } = certificate;
    const openssh =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
    const cipherOf = (pem: string, name: string): string =>
        pem.replace(/DEK-Info: .*/, `DEK-Info: ${name},0123456789ABCDEF`);
    const des = file("des-cbc.pem").toString();
    test.each<[string, Buffer | string, RegExp]>([
        ["nothing", "", /it is empty/],
        ["a JKS keystore", Buffer.from("feedfeed00000002", "hex"), /Java keystore.*keytool -importkeystore/],
        ["an OpenSSH key", openssh, /OpenSSH's own form.*ssh-keygen/],
        ["a PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa\n", /PuTTY/],
        ["a JSON Web Key", '{ "kty": "RSA", "n": "…" }', /JSON Web Key/],
        ["a JSON document", '{ "value": "MIIC" }', /JSON document/],
        ["an XML key", "<RSAKeyValue><Modulus>x</Modulus></RSAKeyValue>", /XML form of \.NET/],
        ["a public key", publicKey.export({ type: "spki", format: "pem" }), /public key/],
        ["a certificate alone", certificatePem, /certificate and no private key/],
        ["a text without its end", keyPem.slice(0, 500), /cut off: the line "END PRIVATE KEY"/],
        [
            "a PFX without its end",
            file("rc2-40.pfx").subarray(0, 900),
            /cut off: it announces 2\d\d\d bytes and has 900/,
        ],
        ["a PFX with RC4", file("rc4.pfx"), /RC4 with 128 bits.*the passphrase was not tried/],
        ["an older PEM with IDEA", cipherOf(des, "IDEA-CBC"), /IDEA-CBC.*the passphrase was not tried/],
        [
            "base64 of something else",
            Buffer.from("just a longer sentence, and no key").toString("base64"),
            /neither a private key/,
        ],
    ])("%s", (_, content, expected) => {
        expect(() => privateKeyOf(readKeys(content, "Secret1"))).toThrow(UserError);
        expect(() => privateKeyOf(readKeys(content, "Secret1"))).toThrow(expected);
    });

    test("any bytes and texts, which no error repeats", () => {
        const anything = fc.oneof(
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
            fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from([0x30, 0x82, 0, bytes.length, ...bytes])),
            fc.string({ minLength: 8 }),
            fc.string().map((text) => `-----BEGIN PRIVATE KEY-----${text}-----END PRIVATE KEY-----`),
            fc.nat({ max: 2000 }).map((length) => file("rc2-40.pfx").subarray(0, length)),
            fc
                .record({ at: fc.nat({ max: 2400 }), byte: fc.nat({ max: 255 }) })
                .map(({ at, byte }) => Buffer.from(pfxBytes).fill(byte, at, at + 1)),
        );
        fc.assert(
            fc.property(anything, fc.option(fc.string(), { nil: undefined }), (content, given) => {
                try {
                    readKeys(content, given);
                } catch (error) {
                    expect(error).toBeInstanceOf(UserError);
                    if (typeof content === "string" && content.trim().length >= 8) {
                        expect((error as Error).message).not.toContain(content);
                    }
                }
            }),
            { numRuns: 300 },
        );
    });
});

const pfxBytes = file("rc2-40.pfx");

describe("a file that asks for more work than any program writes", () => {
    const sha256 = der.sequence(der.objectIdentifier("1.2.840.113549.2.9"), der.nullValue());
    const aes = der.sequence(der.objectIdentifier("2.16.840.1.101.3.4.1.42"), der.octetString(Buffer.alloc(16)));
    const withDerivation = (derivation: Buffer): Buffer =>
        der.sequence(
            der.sequence(der.objectIdentifier("1.2.840.113549.1.5.13"), der.sequence(derivation, aes)),
            der.octetString(Buffer.alloc(1200)),
        );
    const pbkdf2 = (iterations: number): Buffer =>
        der.sequence(
            der.objectIdentifier("1.2.840.113549.1.5.12"),
            der.sequence(der.octetString(Buffer.alloc(8)), der.unsigned(iterations), sha256),
        );
    const scrypt = (cost: number): Buffer =>
        der.sequence(
            der.objectIdentifier("1.3.6.1.4.1.11591.4.11"),
            der.sequence(der.octetString(Buffer.alloc(8)), der.unsigned(cost), der.unsigned(8), der.unsigned(1)),
        );
    test.each<[string, Buffer, RegExp]>([
        ["PBKDF2", withDerivation(pbkdf2(2 ** 31 - 1)), /2,147,483,647 iterations; the limit is 10,000,000/],
        ["scrypt", withDerivation(scrypt(2 ** 30)), /scrypt\) asks for 1048576 MiB/],
    ])("is refused before the work starts: %s", (_, content, expected) => {
        const start = performance.now();
        expect(() => readKeys(content, "Secret1")).toThrow(expected);
        expect(performance.now() - start).toBeLessThan(200);
    });
});

describe("with OpenSSL's other protections", () => {
    const folder = mkdtempSync(join(tmpdir(), "exo-unattended-keys-"));
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });
    const openssl = (...args: string[]): ReturnType<typeof spawnSync> => spawnSync("openssl", args, { cwd: folder });
    const reason = openssl("version").status === 0 ? undefined : "openssl is not installed";
    if (reason !== undefined) {
        process.stderr.write(`skipped: ${reason}\n`);
    }
    const testWithOpenssl = reason === undefined ? test : test.skip;
    const inputs = (): string[] => {
        writeFileSync(join(folder, "key.pem"), keyPem);
        writeFileSync(join(folder, "certificate.pem"), certificatePem);
        return ["-inkey", "key.pem", "-in", "certificate.pem", "-passout", "pass:Secret1", "-out", "out"];
    };

    testWithOpenssl.each<[string, string[]]>([
        ["defaults", []],
        ["no integrity check", ["-nomac"]],
        ["AES-128 and SHA-512", ["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "SHA512"]],
        ["two-key Triple DES", ["-keypbe", "PBE-SHA1-2DES", "-certpbe", "PBE-SHA1-2DES"]],
        ["Camellia", ["-keypbe", "CAMELLIA-256-CBC", "-certpbe", "NONE"]],
        ["no encryption", ["-keypbe", "NONE", "-certpbe", "NONE"]],
        ["RC2 with 128 bits", ["-legacy", "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128"]],
    ])("a PFX is read: %s", (_, options) => {
        const { status, stderr } = openssl("pkcs12", "-export", ...inputs(), ...options);
        expect([status, String(stderr)]).toEqual([0, expect.any(String)]);
        const content = readFileSync(join(folder, "out"));
        const { privateKeys, certificates } = readKeys(content, "Secret1");
        expect([privateKeys.map(isKey), certificates.map(String)]).toEqual([[true], [certificate.toString()]]);
        if (!options.includes("NONE")) {
            expect(() => privateKeyOf(readKeys(content, "guess"))).toThrow("the passphrase does not open it");
        }
    });

    testWithOpenssl.each<[string, string[]]>([
        ["scrypt", ["-scrypt"]],
        ["SHA-512", ["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512"]],
        ["Triple DES", ["-v1", "PBE-SHA1-3DES"]],
        ["DES with MD5", ["-provider", "legacy", "-provider", "default", "-v1", "PBE-MD5-DES"]],
        ["DES with SHA-1", ["-provider", "legacy", "-provider", "default", "-v1", "PBE-SHA1-DES"]],
        ["RC2 with SHA-1", ["-provider", "legacy", "-provider", "default", "-v1", "PBE-SHA1-RC2-64"]],
    ])("a PKCS#8 key is read: %s", (_, options) => {
        inputs();
        const written = openssl(
            "pkcs8",
            "-topk8",
            "-in",
            "key.pem",
            "-passout",
            "pass:Secret1",
            "-out",
            "out",
            ...options,
        );
        expect([written.status, String(written.stderr)]).toEqual([0, expect.any(String)]);
        const content = readFileSync(join(folder, "out"));
        expect(isKey(privateKeyOf(readKeys(content, "Secret1")))).toBe(true);
        expect(() => readKeys(content, "guess")).toThrow("the passphrase does not open it");
    });
});

test("a PFX of our own is read in both protections", () => {
    const { privateKeys, certificates } = readKeys(writePfx(credential, "Secret1"), "Secret1");
    expect([privateKeys.map(isKey), certificates.map(String)]).toEqual([[true], [certificate.toString()]]);
});
