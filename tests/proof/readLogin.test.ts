import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateFacts } from "../../src/certificate/certificateFacts";
import { writePfx } from "../../src/certificate/pfx";
import { chooseCertificate } from "../../src/proof/chooseCertificate";
import type { OutputsSource } from "../../src/proof/loginSource";
import { readLogin } from "../../src/proof/readLogin";
import { readStack } from "../../src/pulumi/readStack";
import type { StackOptions } from "../../src/pulumi/run";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";

const active = credentialOf(rsaKey());
const next = credentialOf(rsaKey());
const connection = connectionOf(active);
const { signal } = new AbortController();
let folder: string;
let stack: StackOptions;

const secret = (plaintext: string | undefined): object => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ...(plaintext === undefined ? { ciphertext: "v1:x" } : { plaintext: JSON.stringify(plaintext) }),
});
const factsOf = ({ certificatePem }: { certificatePem: string }): object => certificateFacts(certificatePem);
const stateOf = (showSecrets: boolean): string =>
    JSON.stringify({
        version: 3,
        deployment: {
            resources: [
                {
                    ...{ urn: "stack", type: "pulumi:pulumi:Stack" },
                    outputs: {
                        ...{ connection, certificatePem: active.certificatePem },
                        certificates: { current: factsOf(active), next: factsOf(next) },
                        privateKeyPem: secret(showSecrets ? active.privateKeyPem : undefined),
                    },
                },
                ...[active, next].map(({ certificatePem, privateKeyPem }, index) => ({
                    ...{ urn: `certificate ${index}`, type: "exo-unattended:index:Certificate" },
                    outputs: {
                        certificatePem,
                        thumbprint: certificateFacts(certificatePem).thumbprint,
                        privateKeyPem: secret(showSecrets ? privateKeyPem : undefined),
                    },
                })),
            ],
        },
    });

beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "exo-unattended-"));
    writeFileSync(join(folder, "export"), stateOf(false));
    writeFileSync(join(folder, "export-secrets"), stateOf(true));
    const script = `#!/bin/sh
echo "$1 $2" >> "${folder}/commands"
case "$*" in *--show-secrets*) exec cat "${folder}/$2-secrets";; *) exec cat "${folder}/$2";; esac
`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
    stack = { stack: "prod", environment: { PATH: `${folder}:/usr/bin:/bin` } };
});

afterAll(() => {
    rmSync(folder, { recursive: true });
});

const fileWith = (content: string | Buffer): OutputsSource => {
    const file = join(folder, "outputs.json");
    writeFileSync(file, content);
    return { file };
};

describe("the login of a stack", () => {
    test("has the active certificate", async () => {
        expect(await readLogin({ source: stack }, {}, signal)).toEqual({
            connection,
            credential: active,
            stackConnection: connection,
        });
    });

    test.each([undefined, "next"])("is read with one command, for the certificate %j", async (certificate) => {
        rmSync(join(folder, "commands"), { force: true });
        await readLogin({ source: stack, certificate }, {}, signal);
        expect(readFileSync(join(folder, "commands"), "utf8")).toBe("stack export\n");
    });

    test("of a stack that was read already takes no command", async () => {
        const read = await readStack({ ...stack, showSecrets: true });
        rmSync(join(folder, "commands"));
        expect(await readLogin({ source: { read }, certificate: "next" }, {}, signal)).toMatchObject({
            credential: next,
        });
        expect(existsSync(join(folder, "commands"))).toBe(false);
    });

    test("has the certificate of a key that is not active, with a connection for it", async () => {
        expect(await readLogin({ source: stack, certificate: "next" }, {}, signal)).toEqual({
            connection: { ...connection, ...connectionFacts(next.certificatePem) },
            credential: next,
            stackConnection: connection,
        });
    });

    test("needs no secret for the certificate alone", async () => {
        const chosen = await chooseCertificate({ source: stack, certificate: "next" }, { showSecrets: false });
        expect(chosen).toMatchObject({ certificatePem: next.certificatePem, privateKeyPem: undefined });
    });

    test.each([
        ["later", "the stack", 'the stack has no certificate "later". Its certificates are: current, next.'],
        ["toString", "the stack", 'the stack has no certificate "toString"'],
        ["next", "a file", 'a file has the active certificate only, not "next"'],
    ])("has no certificate %j of %s", async (certificate, source, message) => {
        const outputs = JSON.stringify({ connection, ...active });
        const given = source === "a file" ? fileWith(outputs) : stack;
        await expect(readLogin({ source: given, certificate }, {}, signal)).rejects.toThrow(message);
    });
});

function connectionFacts(pem: string): object {
    const { thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(pem);
    return { thumbprint, thumbprintSha256, notBefore, notAfter };
}

describe("the login of a file", () => {
    const exported = (passphrase: string): string =>
        JSON.stringify({
            connection,
            certificatePem: active.certificatePem,
            pfx: writePfx(active, passphrase).toString("base64"),
        });

    test("is the one in the .json that export wrote, opened with the passphrase", async () => {
        const login = await readLogin({ source: fileWith(exported("Secret1")) }, { passphrase: "Secret1" }, signal);
        expect(login).toMatchObject({ connection, credential: { certificatePem: active.certificatePem } });
        const other = await readLogin({ source: stack }, {}, signal);
        expect(login.credential.privateKeyPem.trim()).toBe(other.credential.privateKeyPem.trim());
    });

    test.each([
        [undefined, /^no key from the PFX in "pfx": it is encrypted/],
        ["wrong", /^no key from the PFX in "pfx": .*passphrase/],
    ])(
        "in such a .json is not opened with the passphrase %j, and the message names the PFX",
        async (passphrase, message) => {
            await expect(readLogin({ source: fileWith(exported("Secret1")) }, { passphrase }, signal)).rejects.toThrow(
                message,
            );
        },
    );

    test("is read in UTF-16, as Windows PowerShell redirects it", async () => {
        const text = Buffer.from(`\uFEFF${JSON.stringify({ connection, ...active })}`, "utf16le");
        expect(await readLogin({ source: fileWith(text) }, {}, signal)).toMatchObject({
            connection,
            credential: active,
        });
    });

    test.each([
        ["a PEM file", active.certificatePem, "a PEM file, which has no connection"],
        [
            "an .env file",
            "# Connect-ExchangeOnline\nEXO_APP_ID=x\n",
            "an .env file, which has only a part of the connection",
        ],
        ["another text", "hello", "not JSON. Give what"],
    ])("is not in %s, which is named for what it is", async (_, content, message) => {
        await expect(readLogin({ source: fileWith(content) }, {}, signal)).rejects.toThrow(message);
    });
});
