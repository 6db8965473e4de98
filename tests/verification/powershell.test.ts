import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicKey, X509Certificate } from "node:crypto";
import { privateKeyPemIn, readKeys } from "../../src/certificate/readKeys";
import { Cloud } from "../../src/microsoft/clouds";
import { exchangeModuleProblem } from "../../src/microsoft/exchangeModuleVersions";
import type { Finding } from "../../src/verification/rung";
import { connectWithModule, type PowershellOptions } from "../../src/verification/powershell/connectWithModule";
import { connectScript, lookScript } from "../../src/verification/powershell/scripts";
import { verify } from "../../src/verification/verify";
import { powershellParser, syntaxErrors } from "../delivery/powershellGrammar";
import { connectionOf, credentialOf, rsaKey } from "./support";

const credential = credentialOf(rsaKey());
const connection = connectionOf(credential, { cloud: Cloud.China, organization: "contoso.partner.onmschina.cn" });
const keyPart = credential.privateKeyPem.split("\n")[5] ?? "";
let folder: string;

/** What the fake was run with. */
interface Call {
    readonly args: readonly string[];
    readonly env: string;
    readonly stdin: string;
}

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "fake-pwsh-"));
});

afterEach(() => {
    rmSync(folder, { recursive: true });
});

/**
 * Puts a PowerShell on the PATH that notes how it is run.
 * @param look what it prints for the first script
 * @param connect what it prints for the second one
 */
function fakePowershell(look: string, connect = "", name = "pwsh"): void {
    const answers = { look, connect };
    for (const [script, answer] of Object.entries(answers)) {
        writeFileSync(join(folder, `${name}-${script}`), answer);
    }
    const lines = [
        "#!/bin/sh",
        "read -r line",
        'script=connect; [ -n "$line" ] || script=look',
        `cd "${folder}"`,
        "printf '%s\\n' \"$@\" > call-$script-args",
        "/usr/bin/env > call-$script-env",
        "printf '%s' \"$line\" > call-$script-stdin",
        `exec /bin/cat ${name}-$script`,
    ];
    writeFileSync(join(folder, name), `${lines.join("\n")}\n`, { mode: 0o755 });
}

const lookAnswer = (version: string, modules: readonly string[], edition = "Core"): string =>
    `exo-unattended:${JSON.stringify({ version, edition, modules })}`;

/** What the fake was run with for that script, or undefined when it was not. */
function call(script: "look" | "connect"): Call | undefined {
    const note = (name: string): string => readFileSync(join(folder, `call-${script}-${name}`), "utf8");
    return existsSync(join(folder, `call-${script}-args`))
        ? { args: note("args").trimEnd().split("\n"), env: note("env"), stdin: note("stdin") }
        : undefined;
}

const scriptOf = ({ args }: Call): string => Buffer.from(args.at(-1) ?? "", "base64").toString("utf16le");

const check = (options: PowershellOptions = {}): Promise<Finding> =>
    connectWithModule({ connection, credential }, { environment: { PATH: folder }, ...options });

describe("PowerShell as a witness", () => {
    test("is given two scripts that PowerShell's grammar knows", async () => {
        const parse = await powershellParser();
        for (const script of [lookScript, connectScript]) {
            expect(syntaxErrors(parse(script))).toEqual([]);
        }
        expect(syntaxErrors(parse("try { Get-EXOMailbox "))).not.toEqual([]);
    });

    test("passes when the module connects and answers", async () => {
        fakePowershell(lookAnswer("7.6.1", ["3.10.1"]), 'banner\nexo-unattended:{"error":"","mailboxes":1}\nbye');
        expect(await check()).toEqual({
            result: "passed",
            evidence: "ExchangeOnlineManagement 3.10.1 in PowerShell 7.6.1 connected; Get-EXOMailbox showed a mailbox",
        });
    });

    test("gets the key through standard input alone, in a PFX whose password nothing else holds", async () => {
        fakePowershell(lookAnswer("7.6.1", ["3.10.1"]), 'exo-unattended:{"error":"","mailboxes":1}');
        await check();
        const [look, connect] = [call("look"), call("connect")];
        expect(look?.stdin).toBe("");
        expect(connect?.args.slice(0, -1)).toEqual(["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand"]);
        const given = JSON.parse(connect?.stdin ?? "") as Record<string, string>;
        expect(given).toEqual({
            module: "3.10.1",
            clientId: connection.clientId,
            organization: connection.organization,
            exchangeEnvironmentName: "O365China",
            pfx: expect.any(String) as string,
            password: expect.any(String) as string,
        });
        const key = privateKeyPemIn(readKeys(Buffer.from(given["pfx"] ?? "", "base64"), given["password"]));
        expect(createPublicKey(key).equals(new X509Certificate(credential.certificatePem).publicKey)).toBe(true);
        for (const run of [look, connect].filter((made) => made !== undefined)) {
            const seen = scriptOf(run) + run.args.join(" ") + run.env;
            expect(seen).not.toContain(given["password"]);
            expect(seen).not.toContain(given["pfx"]);
            expect(seen).not.toContain(keyPart);
        }
        // Only the fake's own files are there: nothing was written for it to read.
        expect(readdirSync(folder).filter((file) => !/^(call|pwsh)/.test(file))).toEqual([]);
    });

    test("uses the newest version of the module that the PowerShell can run", async () => {
        fakePowershell(
            lookAnswer("7.4.6", ["3.10.1", "3.9.2", "3.9.10", "2.0.5"]),
            'exo-unattended:{"error":"","mailboxes":0}',
        );
        expect((await check()).evidence).toBe(
            "ExchangeOnlineManagement 3.9.10 in PowerShell 7.4.6 connected; Get-EXOMailbox showed no mailbox",
        );
    });

    test("is looked for under the next name when the first one does not serve", async () => {
        fakePowershell(lookAnswer("7.4.6", []));
        fakePowershell(
            lookAnswer("5.1.19041.1", ["3.9.2"], "Desktop"),
            'exo-unattended:{"error":"","mailboxes":1}',
            "powershell.exe",
        );
        expect((await check({ programs: ["pwsh", "powershell.exe"] })).evidence).toMatch(
            /3\.9\.2 in PowerShell 5\.1\.19041\.1/,
        );
    });

    test.each([
        ["it is not installed", undefined, "pwsh is not on PATH"],
        ["the module is not installed", lookAnswer("7.6.1", []), "pwsh has no module ExchangeOnlineManagement"],
        [
            "the module is too new for it",
            lookAnswer("7.4.6", ["3.10.1"]),
            "ExchangeOnlineManagement 3.10.1 needs PowerShell 7.6 or Windows PowerShell 5.1, and this is 7.4.6",
        ],
        ["it says nothing", "", "pwsh ended without an answer"],
    ])("is skipped when %s, with the reason, and is given no key", async (_, look, evidence) => {
        if (look !== undefined) {
            fakePowershell(look);
        }
        expect(await check()).toEqual({ result: "skipped", evidence });
        expect(call("connect")).toBeUndefined();
    });

    test.each([
        ["may pass with time", "AADSTS700016: Application not found", "waiting", /AADSTS700016/],
        [
            "is final",
            "The role assigned isn't supported",
            "failed",
            /PowerShell 7\.6\.1: The role assigned isn't supported/,
        ],
    ])("tells a refusal that %s", async (_, error, result, evidence) => {
        fakePowershell(lookAnswer("7.6.1", ["3.10.1"]), `exo-unattended:${JSON.stringify({ error })}`);
        const made = await check();
        expect(made.result).toBe(result);
        expect(made.evidence).toMatch(evidence);
        expect(made.remedy).toBeDefined();
    });

    test("fails when it ends without an answer half way", async () => {
        fakePowershell(lookAnswer("7.6.1", ["3.10.1"]), "killed");
        expect(await check()).toMatchObject({
            result: "failed",
            evidence: expect.stringMatching(/without an answer$/) as string,
        });
    });

    test("ends at once when the verification is stopped", async () => {
        writeFileSync(join(folder, "pwsh"), "#!/bin/sh\nexec /bin/sleep 60\n", { mode: 0o755 });
        await expect(check({ signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout/);
    });
});

describe("the module's versions", () => {
    test.each([
        ["3.10.0", "7.6.0", "Core", true],
        ["3.10.0", "7.5.9", "Core", false],
        ["3.5.0", "7.4.0", "Core", true],
        ["3.4.0", "7.2.0", "Core", true],
        ["3.4.0", "7.1.9", "Core", false],
        ["3.10.1", "5.1.22621.1", "Desktop", true],
        ["2.0.5", "7.6.0", "Core", false],
    ])("%s in PowerShell %s (%s): %s", (module, version, edition, serves) => {
        expect(exchangeModuleProblem(module, { version, edition }) === undefined).toBe(serves);
    });
});

test("a verification without a connection skips PowerShell like everything else", async () => {
    const { checks } = await verify({}, credential, { engine: "powershell", timeoutMs: 0 });
    expect(checks.at(-1)).toMatchObject({ result: "skipped" });
});
