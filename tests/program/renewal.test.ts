import { generateKeyPairSync, X509Certificate, type KeyObject } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { defaultSeed } from "microsoft-local-tenant";
import { selfSigned, toPem } from "microsoft-local-tenant/x509";
import type { RenewReport, StackRenewal } from "../../src/cli/commands/renew/report";
import { main } from "../cli/support";
import { LocalStack } from "./lifecycle/localStack";
import type { Result } from "./project";
import { noted } from "./pulumiCommands";

jest.setTimeout(120_000);

let stack: LocalStack;
let foreign: string;
const next = "2026a";
const slot200 = { commonName: "exoip.com", validityDays: 200 };

beforeAll(async () => {
    stack = await LocalStack.create({ seed: defaultSeed() });
    stack.configure({ certificates: { current: slot200 } });
    const { status, output } = await stack.up();
    expect(status === 0 ? "" : output).toBe("");
    foreign = await addForeignCredential();
});
afterAll(() => stack.close());

const command = (...args: string[]): Promise<Result> =>
    stack.project.execute("node", [main, ...args, "--stack", "test"]);
const quick = ["--settle", "0", "--over", "0", "--sign-ins", "2"];
const renew = (...args: string[]): Promise<Result> => command("renew", ...quick, "--format", "json", ...args);

function reportOf({ stdout, output }: Result): StackRenewal {
    expect(stdout === "" ? output : "").toBe("");
    const [report] = (JSON.parse(stdout) as RenewReport).stacks;
    if (report === undefined) {
        throw new Error("the report has no stack");
    }
    return report;
}

const keyIds = async (): Promise<string[]> =>
    (await stack.keyCredentials(stack.connection())).map(({ keyId }) => keyId);
const configuration = (): string =>
    readFileSync(path.join(stack.project.folder, "program", "Pulumi.test.yaml"), "utf8");

test("a plan of all stacks changes nothing, and does not fail at one that was not deployed yet; a patch has the next change of the configuration", async () => {
    const before = configuration();
    stack.project.stack("fresh", "  {}\n");
    const [planned, patch] = await Promise.all([
        stack.project.execute("node", [main, "renew", ...quick, "--plan", "--all", "--format", "json"]),
        renew("--print-config", "--compromised", "current"),
    ]);
    const { stacks } = JSON.parse(planned.stdout) as RenewReport;
    expect([planned.status, stacks.map(({ name, verdict }) => `${name}: ${verdict}`).toSorted()]).toEqual([
        0,
        ["fresh: nothing due", "test: nothing due"],
    ]);
    const outlook = stacks.find(({ name }) => name === "test")?.outlook;
    expect(outlook?.map(({ kind }) => kind)).toEqual(["stage", "verify", "switch", "retire"]);
    expect(patch.status).toBe(10);
    expect(patch.stdout).toMatch(/^--- a\/Pulumi\.test\.yaml\n[^]*\n\+.*\b2\d{3}a:/);
    expect(configuration()).toBe(before);
});

test("a certificate goes the whole way: staged, delivered, active, drained by the log, removed; also when the command is killed, run again and run twice at once", async () => {
    const manifest = path.join(stack.project.folder, "deliveries.json");
    const folder = path.join(stack.project.folder, "reports");
    mkdirSync(folder);
    // Somebody signs in with the old one, and with the new one when it is there.
    const signIn = (...args: string[]): Promise<Result> =>
        command("verify", "--timeout", "0", "--report", folder, ...args);
    await deliver("current", manifest);
    expect((await signIn()).status).toBe(0);
    stack.configure({ certificates: { current: slot200, [next]: slot200 } });
    const lagging = await renew("--manifest", manifest, "--reports", folder);
    expect(lagging.status).toBe(12);
    expect(reportOf(lagging)).toMatchObject({ position: "verified", verdict: "person needed" });
    expect(reportOf(lagging).reasons.join()).toMatch(/login\.pfx on .* holds "current", 0 days old/);
    expect(reportOf(lagging).machines).toMatchObject([{ by: "exo-unattended verify", certificate: "current" }]);

    await deliver(next, manifest);
    expect((await signIn("--certificate", next)).status).toBe(0);
    await stack.project.execute("node", [main, "renew", "--stack", "test", ...quick], {}, (child) => {
        child.stderr?.on("data", (text: Buffer) => {
            if (text.includes("the active certificate")) {
                child.kill("SIGKILL");
            }
        });
    });
    const results: Result[] = [];
    // Two at once: one of them waits for the other's update, or finds nothing left to do.
    for (let rounds = 0; rounds < 10 && (await keyIds()).length > 2; rounds++) {
        const one = (): Promise<Result> =>
            renew("--manifest", manifest, "--reports", folder, "--require-report", hostname(), "--grace", "0");
        results.push(...(await Promise.all([one(), one()])));
    }
    expect(results.map(({ status, output }) => ([0, 10, 11].includes(status) ? "" : output)).join("")).toBe("");

    const reports = results.map(reportOf);
    const steps = reports.flatMap((report) => report.steps);
    // The killed command's update may have ended first, and each of the two puts a configuration right that lags behind.
    const kinds = steps.map(({ kind, certificate }) => `${kind} ${certificate ?? ""}`.trim());
    expect([[`switch ${next}`, "retire current"], ["retire current"]]).toContainEqual(
        kinds.filter((kind) => kind !== "restore"),
    );
    expect(steps.at(-1)?.change).toContain("127.0.0.1 changed by");
    expect(reports.flatMap(({ refusals }) => refusals)).toEqual([
        expect.objectContaining({ certificate: "current", result: "passed" }),
    ]);
    const done = reports.find(({ verdict }) => verdict === "done");
    expect(done?.foreign.map(({ keyId, kind }) => [kind, keyId])).toEqual([["certificate", foreign]]);
    expect(await keyIds()).toHaveLength(2);
    expect(await keyIds()).toContain(foreign);
    expect(configuration()).not.toContain("current:");
});

test("an old copy of the configuration is corrected, and nothing is changed in the tenant", async () => {
    const [before, connection] = [await keyIds(), stack.connection()];
    stack.configure({ certificates: { current: { ...slot200, commonName: "other.example" } } });
    const wrong = configuration();
    expect((await renew()).status).toBe(12);
    expect(configuration()).toBe(wrong);
    stack.configure({ certificates: { current: slot200 } });
    const restored = await renew();
    expect([restored.status, reportOf(restored).steps.map(({ kind }) => kind)]).toEqual([10, ["restore"]]);
    expect(configuration()).toContain(`activeCertificate: ${next}`);
    expect(await keyIds()).toEqual(before);
    expect(stack.connection()).toEqual(connection);
});

test("a lock that a killed update has left is named; a supplied certificate is verified with its key's file", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const passphrase = "the passphrase of the key";
    const [keyFile = "", passphraseFile = ""] = ["supplied.pem", "passphrase"].map((name) =>
        path.join(stack.project.folder, name),
    );
    writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }));
    writeFileSync(passphraseFile, `${passphrase}\n`);
    const certificatePem = toPem(certificate(privateKey, new Date(Date.now() + 300 * 86_400_000)));
    stack.configure({
        certificates: { [next]: slot200, "2026b": { certificatePem } },
        activeCertificate: next,
    });
    const removeLock = stack.leaveLock();
    const locked = await renew();
    expect([locked.status, reportOf(locked).reasons]).toEqual([
        12,
        [expect.stringMatching(/^an update has ended and left its lock: deploy@.*`pulumi cancel`/)],
    ]);
    removeLock();

    const keyless = await renew();
    expect([keyless.status, keyless.stderr]).toEqual([
        12,
        expect.stringMatching(/the private key of "2026b" is not at hand: no private key[^]*--key-file/),
    ]);
    const { run: switched, commands } = await noted(stack.project, [
        ...["renew", ...quick, "--format", "json", "--stack", "test"],
        ...["--key-file", keyFile, "--passphrase-file", passphraseFile],
    ]);
    expect(commands).toEqual([
        // Before the step and after it.
        ...["config --show-secrets", "config --show-secrets", "config set-all", "preview"],
        // One to sign in with the file's key, which decrypts nothing, and one directly before the update.
        ...["stack export", "stack export", "stack export", "stack export"],
        ...["stack history", "stack history", "up"],
    ]);
    expect(reportOf(switched).steps.map(({ kind }) => kind)).toEqual(["switch"]);
    expect([switched.status, stack.connection().thumbprint]).toEqual([
        11,
        new X509Certificate(certificatePem).fingerprint.replaceAll(":", ""),
    ]);
});

/** A certificate of its own for that key. */
function certificate(key: KeyObject, notAfter: Date): Buffer {
    return selfSigned({
        key,
        serialNumber: Buffer.alloc(16, 1),
        subject: [["2.5.4.3", "exoip.com"]],
        notBefore: new Date("2026-01-01T00:00:00Z"),
        notAfter,
    });
}

/** Exports a certificate to the file that the manifest names. */
async function deliver(key: string, manifest: string): Promise<void> {
    const [file, password] = ["login.pfx", `${key}.password`].map((name) => path.join(stack.project.folder, name));
    const { status, output } = await command(
        ...["export", file ?? "", "--certificate", key, "--generate-password", password ?? ""],
        ...["--manifest", manifest, "--force"],
    );
    expect(status === 0 ? "" : output).toBe("");
}

/** Adds a certificate by hand, as an administrator would in the portal. Returns its key id. */
async function addForeignCredential(): Promise<string> {
    const connection = stack.connection();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const der = certificate(privateKey, new Date("2036-01-01T00:00:00Z"));
    const existing = await stack.keyCredentials(connection);
    const added = { type: "AsymmetricX509Cert", usage: "Verify", key: der.toString("base64") };
    await stack.graph.patch(`/v1.0/applications/${connection.applicationObjectId}`, {
        keyCredentials: [...existing, added],
    });
    const known = existing.map(({ keyId }) => keyId);
    return (await keyIds()).find((keyId) => !known.includes(keyId)) ?? "";
}
