import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listStacks, selectedStack } from "../../src/pulumi/project";
import { readStack, readStackWithKeys } from "../../src/pulumi/readStack";
import { parseStackOutputs, stackOutputs } from "../../src/pulumi/stackOutputs";
import { connectionIn, readDeployment } from "../../src/pulumi/state";
import { UserError } from "../../src/errors/userError";

const secret = "planted-secret";
let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fake-pulumi-"));
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** Puts a `pulumi` on the PATH that notes its arguments and then runs the lines. */
function fakePulumi(...lines: string[]): NodeJS.ProcessEnv {
    const script = ["#!/bin/sh", `printf '%s\\n' "$@" > "${folder}/arguments"`, ...lines].join("\n");
    writeFileSync(join(folder, "pulumi"), `${script}\n`, { mode: 0o755 });
    return { PATH: `${folder}:/usr/bin:/bin` };
}

const given = (): string[] => readFileSync(join(folder, "arguments"), "utf8").trimEnd().split("\n");

async function messageOf(promise: Promise<unknown>): Promise<string> {
    const error = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
}

describe("reading a stack", () => {
    const certificate = { thumbprint: "B", certificatePem: "C" };
    const outputs = { connection: { schemaVersion: 1 }, certificatePem: "C", deliveryManifest: { schemaVersion: 1 } };
    const stateOf = (privateKeyPem: object): string =>
        JSON.stringify({
            deployment: {
                resources: [
                    { urn: "s", type: "pulumi:pulumi:Stack", outputs: { ...outputs, privateKeyPem } },
                    ...[false, true].map((isToBeDeleted) => ({
                        ...{ urn: "c", type: "exo-unattended:index:Certificate", delete: isToBeDeleted },
                        outputs: { ...certificate, nested: [{ privateKeyPem }], privateKeyPem },
                    })),
                ],
            },
        });
    const marked = (value: object): object => ({
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        ...value,
    });

    test("gives its state, outputs and certificates with one command, the keys when asked for secrets", async () => {
        const environment = fakePulumi(`echo '${stateOf(marked({ plaintext: `"${secret}"` }))}'`);
        const read = await readStack({ stack: "prod", showSecrets: true, cwd: "/infra", environment });
        expect(read.outputs).toEqual({ ...outputs, privateKeyPem: secret });
        expect(read.certificates).toEqual([{ ...certificate, privateKeyPem: secret }]);
        // What is compared, digested and shown has no secret.
        expect(JSON.stringify(read.deployment)).not.toContain(secret);
        expect(read.deployment.resources).toHaveLength(3);
        expect(given()).toEqual([
            ...["stack", "export", "--show-secrets", "--stack", "prod"],
            ...["--non-interactive", "--color", "never", "--cwd", "/infra"],
        ]);
    });

    test("opens secrets within secrets, and quotes nothing of one that is not JSON", async () => {
        const inner = marked({ plaintext: `"${secret}"` });
        const nested = marked({ plaintext: JSON.stringify({ inner }) });
        // The shell's echo would take backslashes away.
        const printing = fakePulumi(`printf '%s' '${stateOf(nested)}'`);
        const read = await readStack({ stack: "prod", environment: printing });
        expect(read.outputs["privateKeyPem"]).toEqual({ inner: secret });
        const environment = fakePulumi(`echo '${stateOf(marked({ plaintext: secret }))}'`);
        expect(await messageOf(readStack({ stack: "prod", environment }))).toMatch(/a secret that is not JSON/);
    });

    test("has the same state with secrets and without, and asks for none otherwise", async () => {
        const read = await readStack({
            stack: "prod",
            environment: fakePulumi(`echo '${stateOf(marked({ ciphertext: "v1:x" }))}'`),
        });
        expect(given()).not.toContain("--show-secrets");
        expect(read.outputs["privateKeyPem"]).toBe("[secret]");
        expect(read.certificates[0]?.privateKeyPem).toBeUndefined();
        const environment = fakePulumi(`echo '${stateOf(marked({ plaintext: `"${secret}"` }))}'`);
        expect((await readStack({ stack: "prod", showSecrets: true, environment })).deployment).toEqual(
            read.deployment,
        );
    });

    test("goes on without the keys, where that is wanted, when nothing can be decrypted", async () => {
        const environment = fakePulumi(
            'case "$*" in *--show-secrets*) echo "error: incorrect passphrase" >&2; exit 1;; esac',
            `echo '${stateOf(marked({ ciphertext: "v1:x" }))}'`,
        );
        const { read, withoutKeys } = await readStackWithKeys({ stack: "prod", environment });
        expect(read.outputs["certificatePem"]).toBe("C");
        expect(withoutKeys).toContain("incorrect passphrase");
    });

    test("hands a name with a shell's characters to pulumi as it is", async () => {
        const environment = fakePulumi(`echo '{"deployment":{}}'`);
        const stack = "$(touch injected); prod";
        await readStack({ stack, cwd: folder, environment });
        expect(given()).toContain(stack);
        expect(existsSync(join(folder, "injected"))).toBe(false);
    });

    test("without pulumi says where to get it", async () => {
        expect(await messageOf(readStack({ stack: "prod", environment: { PATH: folder } }))).toMatch(
            /pulumi is not on PATH; install/,
        );
    });

    test.each([
        ["error: no stack named 'prod' found", /no stack named 'prod' found; see `pulumi stack ls`/],
        [
            "error: could not deserialize deployment: failed to decrypt: incorrect passphrase, please set …",
            /^pulumi cannot read the stack: failed to decrypt: incorrect passphrase, please set …$/,
        ],
        [
            "error: getting secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or …",
            /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/,
        ],
        ["error: no Pulumi.yaml project file found", /no Pulumi.yaml.*; name the folder of the project$/],
        [
            "warning: a new version\nerror: PULUMI_ACCESS_TOKEN must be set for login",
            /read the stack: PULUMI.*; run `pulumi login`/,
        ],
        ["error: something else", /^pulumi cannot read the stack: something else$/],
        ["", /failed with no error message/],
    ])("that fails with %j says what pulumi said and what helps", async (stderr, message) => {
        const environment = fakePulumi(`echo '${secret}'`, `cat >&2 <<'END'\n${stderr}\nEND`, "exit 6");
        const said = await messageOf(readStack({ stack: "prod", showSecrets: true, environment }));
        expect(said).toMatch(message);
        expect(said).not.toContain(secret);
    });

    test.each([
        ["{}", /no outputs yet\. Run `pulumi up`/],
        ['{"bucket":"x"}', /no output "connection"/],
        [`["${secret}"]`, /not a JSON object/],
        [`{"privateKeyPem": "${secret}`, /not JSON/],
    ])("whose outputs in a file are %s is refused with what is wrong, without a part of it", async (text, message) => {
        const said = await messageOf(Promise.resolve().then(() => parseStackOutputs(text)));
        expect(said).toMatch(message);
        expect(said).not.toContain(secret);
    });

    test.each(["{}", "null"])("that was never deployed, exported as %s, has no outputs yet", async (deployment) => {
        const environment = fakePulumi(`echo '{"deployment":${deployment}}'`);
        const { outputs, deployment: read } = await readStack({ stack: "prod", environment });
        expect(read.resources).toEqual([]);
        expect(() => stackOutputs(outputs)).toThrow(/no outputs yet\. Run `pulumi up`/);
    });

    test("ends at once when it is stopped, and pulumi with it", async () => {
        const stop = new AbortController();
        const environment = fakePulumi("exec sleep 60");
        const reading = readStack({ stack: "prod", environment, signal: stop.signal });
        setTimeout(() => {
            stop.abort(new Error("stopped"));
        }, 100);
        await expect(reading).rejects.toThrow("stopped");
    });

    test("waits until a stopped pulumi has cleaned up behind itself", async () => {
        const stop = new AbortController();
        const folder = mkdtempSync(join(tmpdir(), "exo-unattended-stopped-"));
        const [begun, cleaned] = [join(folder, "begun"), join(folder, "cleaned")];
        const environment = fakePulumi(
            `trap 'echo cancelling; sleep 0.2; touch ${cleaned}; exit 1' INT; touch ${begun}; while :; do sleep 0.05; done`,
        );
        const reading = readStack({ stack: "prod", environment, signal: stop.signal });
        const watch = setInterval(() => {
            if (existsSync(begun)) {
                clearInterval(watch);
                stop.abort(new Error("stopped"));
            }
        }, 20);
        await expect(reading).rejects.toThrow("stopped");
        expect(existsSync(cleaned)).toBe(true);
        rmSync(folder, { recursive: true });
    });
});

describe("reading a project", () => {
    test("lists its stacks by name", async () => {
        const environment = fakePulumi(`echo '[{"name":"prod","current":true},{"name":"dev","current":false}]'`);
        expect(await listStacks({ cwd: "/infra", environment })).toEqual(["dev", "prod"]);
        expect(given()).toEqual(["stack", "ls", "--json", "--non-interactive", "--color", "never", "--cwd", "/infra"]);
    });

    test("names the stack that is selected", async () => {
        expect(await selectedStack({ environment: fakePulumi("echo prod") })).toBe("prod");
        expect(given().slice(0, 2)).toEqual(["stack", "--show-name"]);
    });

    test("says when a state was written, by what, and with which connection, without decrypting anything", async () => {
        const manifest = { time: "2026-08-20T08:00:00.5Z", magic: "x", version: "3.259.0" };
        const stack = { urn: "s", type: "pulumi:pulumi:Stack", outputs: { connection: { schemaVersion: 1 } } };
        const environment = fakePulumi(
            `echo '${JSON.stringify({ version: 3, deployment: { manifest, resources: [{ urn: "c", type: "a:b:C" }, stack] } })}'`,
        );
        const deployment = await readDeployment({ stack: "prod", environment });
        expect(deployment).toMatchObject({ writtenAt: manifest.time, pulumiVersion: manifest.version });
        expect(connectionIn(deployment)).toEqual({ schemaVersion: 1 });
        expect(given()).not.toContain("--show-secrets");
    });

    test("refuses answers that are something else, and quotes nothing of them", async () => {
        const environment = fakePulumi(`echo '{"planted":"${secret}"}'`);
        expect(await messageOf(readDeployment({ stack: "prod", environment }))).not.toContain(secret);
        expect(await messageOf(listStacks({ environment }))).not.toContain(secret);
    });
});
