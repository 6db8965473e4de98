import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { defaultSeed } from "microsoft-local-tenant";
import { selfSigned } from "microsoft-local-tenant/x509";
import type { RenewReport, StackRenewal } from "../../src/cli/commands/renew/report";
import { main } from "../cli/support";
import { LocalStack } from "./lifecycle/localStack";
import type { Result } from "./project";

jest.setTimeout(120_000);

let stack: LocalStack;
let foreign: string;
const slot200 = { commonName: "exoip.com", validityDays: 200 };

beforeAll(async () => {
    stack = await LocalStack.create(defaultSeed());
    stack.configure({ certificates: { current: slot200 } });
    const { status, output } = await stack.up();
    expect(status === 0 ? "" : output).toBe("");
    foreign = await addForeignCredential();
});
afterAll(() => stack.close());

const command = (...args: string[]): Promise<Result> =>
    stack.project.execute("node", [main, ...args, "--stack", "test"]);
const renew = (...args: string[]): Promise<Result> =>
    command("renew", "--over", "0", "--sign-ins", "2", "--format", "json", ...args);

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

test("a plan changes nothing; a patch has the next change of the configuration", async () => {
    const before = configuration();
    const planned = await renew("--plan");
    expect(planned.status).toBe(0);
    expect(reportOf(planned).outlook.map(({ kind }) => kind)).toEqual(["stage", "verify", "switch", "retire"]);
    const patch = await renew("--print-config", "--compromised", "current");
    expect(patch.status).toBe(10);
    expect(patch.stdout).toMatch(/^--- a\/Pulumi\.test\.yaml\n[^]*\n\+.*\b2\d{3}a:/);
    expect(configuration()).toBe(before);
});

test("a compromised certificate is replaced and removed at once, also when the command is killed and run again; others' keys stay", async () => {
    const started = stack.project.execute(
        "node",
        [main, "renew", "--stack", "test", "--compromised", "current", "--over", "0", "--sign-ins", "2"],
        {},
        (child) => {
            child.stderr?.on("data", (text: Buffer) => {
                if (text.includes("the active certificate")) {
                    child.kill("SIGKILL");
                }
            });
        },
    );
    await started;
    const results: Result[] = [];
    do {
        // Two at once: one of them waits for the other's update, or finds nothing left to do.
        results.push(...(await Promise.all([renew("--compromised", "current"), renew("--compromised", "current")])));
    } while (results.slice(-2).every(({ status }) => status === 11));
    expect(results.map(({ status, output }) => ([0, 10, 11].includes(status) ? "" : output)).join("")).toBe("");
    const reports = results.map(reportOf);
    expect(reports.flatMap(({ refusals }) => refusals)).toContainEqual(
        expect.objectContaining({ certificate: "current", result: "passed" }),
    );
    const done = reports.find(({ verdict }) => verdict === "done");
    expect(done?.foreign.map(({ keyId, kind }) => [kind, keyId])).toEqual([["certificate", foreign]]);
    expect(await keyIds()).toHaveLength(2);
    expect(await keyIds()).toContain(foreign);
    expect(configuration()).not.toContain("current:");
});

test("an old copy of the configuration is corrected, and nothing is changed in the tenant", async () => {
    const [before, connection] = [await keyIds(), stack.connection()];
    stack.configure({ certificates: { current: slot200 } });
    const restored = await renew();
    expect([restored.status, reportOf(restored).steps.map(({ kind }) => kind)]).toEqual([10, ["restore"]]);
    expect(configuration()).toContain("activeCertificate: 2");
    expect(await keyIds()).toEqual(before);
    expect(stack.connection()).toEqual(connection);
});

test("a certificate that was planned goes the whole way: staged, delivered, active, drained by the log, removed", async () => {
    const [active = ""] = Object.keys((await stack.outputs<{ certificates: object }>()).certificates);
    const next = active.replace(/a$/, "b");
    const slot = { commonName: "exoip.com", validityDays: 300 };
    const folder = stack.project.folder;
    const manifest = path.join(folder, "deliveries.json");
    const deliver = async (key: string): Promise<void> => {
        const file = path.join(folder, "login.pfx");
        const password = path.join(folder, `${key}.password`);
        const { status, output } = await command(
            ...[
                "export",
                file,
                "--certificate",
                key,
                "--generate-password",
                password,
                "--manifest",
                manifest,
                "--force",
            ],
        );
        expect(status === 0 ? "" : output).toBe("");
    };
    await deliver(active);
    stack.configure({ certificates: { [active]: slot200, [next]: slot }, activeCertificate: active });

    const lagging = await renew("--manifest", manifest);
    expect(lagging.status).toBe(12);
    expect(reportOf(lagging)).toMatchObject({ position: "verified", verdict: "person needed" });
    expect(reportOf(lagging).reasons.join()).toMatch(new RegExp(`login\\.pfx on .* holds "${active}", 0 days old`));

    await deliver(next);
    const draining = await renew("--manifest", manifest);
    expect([draining.status, reportOf(draining).evidence]).toEqual([11, "sign-in log"]);
    expect(reportOf(draining).steps.map(({ kind }) => kind)).toEqual(["switch"]);

    const done = await renew("--manifest", manifest, "--grace", "0");
    expect([done.status, reportOf(done).verdict]).toEqual([10, "done"]);
    expect(reportOf(done).steps).toEqual([
        expect.objectContaining({ kind: "retire", change: expect.stringContaining("127.0.0.1 changed by") as string }),
    ]);
    expect((await renew()).status).toBe(0);
});

test("what else the configuration changes is not carried out, and the configuration stays as it was", async () => {
    const [active = ""] = Object.keys((await stack.outputs<{ certificates: object }>()).certificates);
    stack.configure({
        certificates: { [active]: { commonName: "exoip.com", validityDays: 300 } },
        activeCertificate: active,
        displayName: "Another name",
    });
    const result = await renew("--compromised", active);
    expect(result.status).toBe(12);
    expect(reportOf(result).reasons.join()).toMatch(/update urn:.*:Application::exo/);
    expect(Object.keys((await stack.outputs<{ certificates: object }>()).certificates)).toEqual([active]);
});

/** Adds a certificate by hand, as an administrator would in the portal. Returns its key id. */
async function addForeignCredential(): Promise<string> {
    const connection = stack.connection();
    const der = selfSigned({
        key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
        serialNumber: Buffer.alloc(16, 1),
        subject: [["2.5.4.3", "exoip.com"]],
        notBefore: new Date("2026-01-01T00:00:00Z"),
        notAfter: new Date("2036-01-01T00:00:00Z"),
    });
    const existing = await stack.keyCredentials(connection);
    const added = { type: "AsymmetricX509Cert", usage: "Verify", key: der.toString("base64") };
    await stack.graph.patch(`/v1.0/applications/${connection.applicationObjectId}`, {
        keyCredentials: [...existing, added],
    });
    const known = existing.map(({ keyId }) => keyId);
    return (await keyIds()).find((keyId) => !known.includes(keyId)) ?? "";
}
