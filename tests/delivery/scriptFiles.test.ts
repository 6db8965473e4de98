import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import type { Node } from "web-tree-sitter";
import { parse as parseYaml } from "yaml";
import { CertificateSource } from "../../src/delivery/connectCommand";
import { hosts, type HostName } from "../../src/delivery/hosts/hosts";
import { frameWork } from "../../src/delivery/powershell/frameWork";
import { powershellScript } from "../../src/delivery/powershell/script";
import { scriptFiles, writeScriptFiles, type OwnScript, type ScriptRequest } from "../../src/delivery/scriptFiles";
import { Cloud } from "../../src/microsoft/clouds";
import { exchangeModule } from "../../src/microsoft/exchangeModule";
import { singleQuoted } from "../../src/shells/quoting";
import { connectionOf, credentialOf, rsaKey } from "../verification/support";
import { powershellParser, syntaxErrors } from "./powershellGrammar";
import azurePipelines from "./schemas/azure-pipelines.json";
import githubWorkflow from "./schemas/github-workflow.json";

const connection = connectionOf(credentialOf(rsaKey()));
const own: OwnScript = {
    path: "reports/It's ‘my’ $report.ps1",
    content: Buffer.from("Get-Mailbox\n"),
    commands: ["Get-Mailbox", "Get-Recipient"],
};
const hostNames = Object.keys(hosts) as HostName[];
const pipelines = ["github", "azure-devops"] as const;
/** Hosts whose folders last from one run to the next. */
const reporting = ["windows", "systemd", "cron", "container"] as const;
const scripts = ["connect", "mailboxes", own] as const;
const requests: readonly ScriptRequest[] = [
    ...hostNames.flatMap((host) => scripts.map((script) => ({ connection, host, script }))),
    ...pipelines.flatMap((host) => scripts.map((script) => ({ connection, host, script, keyVault: "contoso-exo" }))),
    ...reporting.flatMap((host) =>
        scripts.map((script) => ({ connection, host, script, reports: "/srv/It's ‘ours’" })),
    ),
].filter(({ host, script }) => host !== "azure-automation" || script !== own);
const title = ({ host, script, keyVault, reports }: ScriptRequest): string =>
    `${host}, ${typeof script === "string" ? script : "own script"}${keyVault === undefined ? "" : ", key vault"}${reports === undefined ? "" : ", reports"}`;
const named = (request: ScriptRequest): Record<string, string> =>
    Object.fromEntries(scriptFiles(request).map(({ path, content }) => [path, content.toString()]));

let parse: (source: string) => Node;
beforeAll(async () => {
    parse = await powershellParser();
});

/** The value of a literal in single quotes, by the language's rules; the grammar does not know typographic quotes. */
function literal(node: Node): string {
    return node.text.slice(1, -1).replace(/(['\u2018-\u201B])['\u2018-\u201B]/g, "$1");
}

describe("a literal in single quotes", () => {
    test("is one string for the grammar, and means the text again, whatever printable is in it", () => {
        const unit = fc.constantFrom(...Array.from("a $`\"'#;|&()@{}‘’‚‛“”é漢\u{1F511}"), "$(exit)", "$env:X", "#>");
        fc.assert(
            fc.property(fc.string({ unit }), (text) => {
                const root = parse(`Connect-ExchangeOnline -AppId ${singleQuoted(text)}`);
                expect(syntaxErrors(root)).toEqual([]);
                const strings = root.descendantsOfType("string_literal");
                expect(strings).toHaveLength(1);
                expect(strings.map(literal)).toEqual([text]);
            }),
            { numRuns: 300 },
        );
    });
});

describe.each(requests.map((request) => [title(request), request] as const))("PowerShell for %s", (_, request) => {
    const files = Object.entries(named(request)).filter(([path]) => path.endsWith(".ps1"));
    const written = files.filter(([, content]) => content !== own.content.toString());

    test("is PowerShell by its grammar, strict, with help, an approved verb and advanced parameters", () => {
        for (const [path, content] of written) {
            expect([path, syntaxErrors(parse(content))]).toEqual([path, []]);
            expect(content.replace(/^\uFEFF/, "")).toMatch(/^<#\n\.SYNOPSIS\n {4}\S/);
            expect(content).toMatch(/^\[CmdletBinding\(\)\]\nparam\(/m);
            expect(content).toMatch(/^Set-StrictMode -Version Latest\n\$ErrorActionPreference = 'Stop'$/m);
            // learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands
            expect(path.split("/").at(-1)).toMatch(/^(Export|Install|Invoke|Test|Uninstall)-[A-Z]\w+\.ps1$/);
        }
    });

    test("connects with the parameters of its host and disconnects in finally", () => {
        const [, script = ""] = written[0] ?? [];
        const root = parse(script);
        const [tried] = root.descendantsOfType("try_statement");
        const [last] = root.descendantsOfType("finally_clause");
        expect(last?.text.replace(/\s+/g, " ")).toMatch(
            /^finally \{ (if \(Get-Module -Name 'ExchangeOnlineManagement'\) \{ )?Disconnect-ExchangeOnline -Confirm:\$false \}( \})?$/,
        );
        expect(tried?.text).toContain("Connect-ExchangeOnline @connection");
        expect(root.text.split("Connect-ExchangeOnline")).toHaveLength(2);
        const keys = root.descendantsOfType("hash_entry").map((entry) => entry.text.split(/ *= */)[0]);
        const certificate = {
            [CertificateSource.Store]: ["CertificateThumbprint"],
            [CertificateSource.File]: ["CertificateFilePath", "CertificatePassword"],
            [CertificateSource.Environment]: ["Certificate"],
            [CertificateSource.Automation]: ["Certificate"],
        }[hosts[request.host].certificate];
        expect(keys).toEqual([
            "AppId",
            "Organization",
            ...certificate,
            "CommandName",
            "ShowBanner",
            "SkipLoadingFormatData",
        ]);
    });

    if (request.host !== "azure-automation") {
        test("ends with 0, 1 for failed work or 2 for no connection, also when the pinned module is missing", () => {
            const [, script = ""] = written[0] ?? [];
            expect(script).toMatch(
                /^\$exitStatus = 2\ntry \{$[^]*@connection\n(?: {4}if \(\$ReportFolder\) \{$[^]*?^ {4}\}\n)? {4}\$exitStatus = 1\n[^]*\n {4}\$exitStatus = (0|\$global:LASTEXITCODE)\n\}\ncatch \{/m,
            );
            expect(script).toMatch(/\n}\nexit \$exitStatus\n$/);
            // Whatever #Requires refuses ends with 1, as failed work does.
            expect(script).not.toMatch(/^#Requires/m);
            const load = `Import-Module -Name 'ExchangeOnlineManagement' -RequiredVersion '${exchangeModule.version}'`;
            expect(script.indexOf(load)).toBeGreaterThan(script.indexOf("$exitStatus = 2\ntry {"));
            expect(script.indexOf(load)).toBeLessThan(script.indexOf("Connect-ExchangeOnline"));
        });
    }
});

describe("a script", () => {
    test.each([
        [Cloud.Global, undefined],
        [Cloud.UsGovernmentL4, "'O365USGovGCCHigh'"],
        [Cloud.China, "'O365China'"],
    ])("names the environment of the cloud %s", (cloud, environment) => {
        const script = powershellScript({ ...connection, cloud }, CertificateSource.Store, frameWork("a.ps1", []));
        expect(/ExchangeEnvironmentName += (\S+)/.exec(script)?.[1]).toBe(environment);
        expect(script).not.toContain("CommandName");
    });

    test("runs somebody's own whatever its name is, and loads the commands that it names", () => {
        const script = named({ connection, host: "systemd", script: own })["Invoke-UnattendedScript.ps1"] ?? "";
        const strings = parse(script).descendantsOfType("string_literal").map(literal);
        expect(strings).toEqual(expect.arrayContaining(["It's ‘my’ $report.ps1", "Get-Mailbox", "Get-Recipient"]));
        expect(script).toMatch(/CommandName +=\s'Get-Mailbox', 'Get-Recipient'\n/);
    });

    test("with other characters than ASCII has a byte order mark for Windows PowerShell alone", () => {
        const first = (host: HostName, script: ScriptRequest["script"]): string =>
            Object.values(named({ connection, host, script }))[0]?.charAt(0) ?? "";
        expect([first("windows", own), first("windows", "mailboxes"), first("systemd", own)]).toEqual([
            "\uFEFF",
            "<",
            "<",
        ]);
    });
});

describe("a script that reports which certificate it used", () => {
    const script = (host: HostName): string =>
        Object.values(named({ connection, host, script: "connect", reports: "/srv/reports" }))[0] ?? "";

    test.each([
        ["windows", `'${connection.thumbprint}'`],
        [
            "systemd",
            "(Get-PfxCertificate -LiteralPath $CertificateFile -Password $connection.CertificatePassword).Thumbprint",
        ],
    ] as const)(
        "on %s does so when it is connected, whole or not at all, and never fails because of it",
        (host, used) => {
            const text = script(host);
            expect(text).toContain("[string] $ReportFolder = '/srv/reports'");
            expect(text).toContain(`$report.thumbprint = ${used}`);
            expect(text).toContain(`$report.clientId = '${connection.clientId}'`);
            expect(text.indexOf("if ($ReportFolder)")).toBeGreaterThan(
                text.indexOf("Connect-ExchangeOnline @connection"),
            );
            expect(text.indexOf("if ($ReportFolder)")).toBeLessThan(text.indexOf("$exitStatus = 1\n"));
            const [, inner] = parse(text).descendantsOfType("try_statement");
            expect(inner?.text).toMatch(
                /Set-Content -LiteralPath \$unfinished[^]*File\]::Replace[^]*catch \{\s+Write-Warning/,
            );
        },
    );

    test("may write into its folder under systemd, whatever is in the folder's name", () => {
        const reports = '/srv/100% "ours"\\x';
        const unit = named({ connection, host: "systemd", script: "connect", reports })["exo-unattended.service"];
        expect(unit).toContain('ReadWritePaths="/srv/100%% \\"ours\\"\\\\x"');
        expect(unit).toContain("SupplementaryGroups=exo-unattended-reports");
    });

    test.each([...pipelines, "azure-automation"] as const)("is refused for %s, a new machine each time", (host) => {
        expect(() => scriptFiles({ connection, host, script: "connect", reports: "/srv" })).toThrow(/sign-in log/);
    });

    test("may write into its folder under cron, as the user that it runs as", () => {
        const job = named({ connection, host: "cron", script: "connect", reports: "/srv/our reports" });
        expect(job["exo-unattended.cron"]).toMatch(
            /usermod -aG (\S+) exo-unattended && install -d -m 3770 -g \1 '\/srv\/our reports'/,
        );
    });

    test.each([
        ["cron", ""],
        ["cron", "a\nb"],
        ["systemd", "reports"],
        ["container", "C:\\reports"],
        ["windows", "reports\\web1"],
    ] as const)("is refused for %s and the folder %j", (host, reports) => {
        expect(() => scriptFiles({ connection, host, script: "connect", reports })).toThrow(/folder for reports/);
    });

    test("may report to another machine's share on Windows", () => {
        const reports = "\\\\server\\reports";
        expect(Object.values(named({ connection, host: "windows", script: "connect", reports }))[0]).toContain(reports);
    });
});

describe("a Windows host", () => {
    const files = named({ connection, host: "windows", script: "mailboxes" });

    test("imports the key not exportable, of this certificate alone, and gives the account the right to read it", () => {
        const script = files["Install-UnattendedTask.ps1"] ?? "";
        const commands = parse(script)
            .descendantsOfType("command_name")
            .map((node) => node.text);
        expect(commands).toEqual(
            expect.arrayContaining([
                "Get-PfxData",
                "Import-PfxCertificate",
                "Set-Acl",
                "Register-ScheduledTask",
                "icacls.exe",
            ]),
        );
        expect(script).not.toMatch(/-Exportable/);
        expect(script).toContain(`$thumbprint = '${connection.thumbprint}'`);
        expect(script).toContain("'Microsoft\\Crypto\\RSA\\MachineKeys'");
        expect(script).toContain('-File "{0}" -OutputPath "{1}\\mailboxes.csv"');
        // The password is asked for by PowerShell, as a secure string.
        expect(script).toMatch(/\[Parameter\(Mandatory\)\]\n {4}\[securestring\] \$PfxPassword/);
    });

    test("needs the module for all users of Windows PowerShell, before anything is changed", () => {
        const script = files["Install-UnattendedTask.ps1"] ?? "";
        const folder = "WindowsPowerShell\\Modules\\$module";
        expect(script).toContain(`$module = 'ExchangeOnlineManagement\\${exchangeModule.version}\\`);
        expect(script.indexOf(folder)).toBeGreaterThan(0);
        expect(script.indexOf(folder)).toBeLessThan(script.indexOf("Import-PfxCertificate"));
        expect(script).toContain(
            `Install-Module -Name ExchangeOnlineManagement -RequiredVersion ${exchangeModule.version} -Scope AllUsers`,
        );
    });

    test("gives the account the right to log on as a batch job, runs the task once and reads its result", () => {
        const script = files["Install-UnattendedTask.ps1"] ?? "";
        const commands = parse(script)
            .descendantsOfType("command_name")
            .map((node) => node.text);
        const order = [
            "Grant-BatchLogonRight",
            "Register-ScheduledTask",
            "Start-ScheduledTask",
            "Get-ScheduledTaskInfo",
        ];
        expect(
            commands.filter((name) => order.includes(name)).filter((name, at, all) => all.indexOf(name) === at),
        ).toEqual(order);
        expect(script).toContain('"SeBatchLogonRight = $all"');
        expect(script).toContain("LastTaskResult");
        expect(script).toContain("2147943785");
        // PowerShell's own escapes survive the template.
        expect(script).toContain(String.raw`-replace '^\.\\', "$env:COMPUTERNAME\"`);
        expect(script).toContain(String.raw`BatchLogonRight)\s*=\s*(.*)$'`);
    });

    test("takes task, certificate and key away again", () => {
        const script = files["Uninstall-UnattendedTask.ps1"] ?? "";
        expect(script).toContain("-EQ -Value 'exo-unattended' | Unregister-ScheduledTask -Confirm:$false");
        expect(script).toContain("Remove-Item -LiteralPath $certificate -DeleteKey");
    });
});

describe("a pipeline", () => {
    // The schemas have keywords of their editors, and patterns of the older kind.
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    const validate = {
        github: ajv.compile(githubWorkflow),
        "azure-devops": ajv.compile(azurePipelines),
    };
    const texts = requests
        .filter(({ host }) => host === "github" || host === "azure-devops")
        .flatMap((request) =>
            Object.entries(named(request))
                .filter(([path]) => path.endsWith(".yml"))
                .map(([, text]) => [title(request), request.host as (typeof pipelines)[number], text] as const),
        );

    test.each(texts)("of %s follows the schema of its platform", (_, host, text) => {
        const check = validate[host];
        // Azure Pipelines takes every value for text.
        const document: unknown = parseYaml(text, host === "azure-devops" ? { schema: "failsafe" } : {});
        expect(check(document) ? [] : check.errors).toEqual([]);
    });

    test.each(texts)("of %s has no secret but by the platform's reference, and pins what it runs", (_, host, text) => {
        expect(text).toContain(`-Version ${exchangeModule.version} -TrustRepository`);
        for (const [, action = ""] of text.matchAll(/uses: (\S+)/g)) {
            expect(action).toMatch(/@[0-9a-f]{40}$/);
        }
        const secret = host === "github" ? "${{ secrets.EXO_CERTIFICATE_PFX }}" : "$(EXO_CERTIFICATE_PFX)";
        const vault = text.includes("az keyvault secret show");
        expect(text.includes(secret)).toBe(!vault);
        if (host === "github") {
            const { permissions } = parseYaml(text) as { permissions: Record<string, string> };
            expect(permissions).toEqual({ contents: "read", ...(vault ? { "id-token": "write" } : {}) });
        }
    });

    test.each(pipelines)("that breaks the schema of %s is found", (host) => {
        const [, , text = ""] = texts.find(([, name]) => name === host) ?? [];
        expect(validate[host]({ ...(parseYaml(text) as object), jobs: [{ steps: "none" }] })).toBe(false);
    });
});

describe("a Linux host", () => {
    const systemd = spawnSync("systemd-analyze", ["--version"]).error === undefined;
    if (!systemd) {
        console.warn("skipped: there is no systemd-analyze on PATH to check units with");
    }

    (systemd ? test : test.skip)("has units in which systemd finds no fault but that PowerShell is not here", () => {
        const folder = mkdtempSync(join(tmpdir(), "exo-unattended-units-"));
        try {
            const paths = writeScriptFiles(folder, {
                ...{ connection, host: "systemd", script: "mailboxes", reports: "/srv/our reports" },
            } as const).filter((path) => !path.endsWith(".ps1"));
            expect(paths).toHaveLength(2);
            const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" });
            const about = stderr
                .split("\n")
                .filter((line) => /exo-unattended/.test(line) && !/pwsh is not executable/.test(line));
            expect(about).toEqual([]);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    test("has a crontab line with five times, a user and no percent sign, which cron takes for a line break", () => {
        const crontab = named({ connection, host: "cron", script: "mailboxes" })["exo-unattended.cron"] ?? "";
        const lines = crontab.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
        expect(lines).toEqual([
            "SHELL=/bin/sh",
            "PATH=/usr/local/bin:/usr/bin:/bin",
            "0 5 * * * exo-unattended pwsh -NoProfile -NonInteractive -File /opt/exo-unattended/Export-Mailbox.ps1 -OutputPath /home/exo-unattended/mailboxes.csv",
        ]);
    });

    test("has an image without a secret in it, which does not run as root", () => {
        const { Dockerfile = "" } = named({ connection, host: "container", script: own });
        const instructions = Dockerfile.replace(/\\\n/g, "")
            .split("\n")
            .filter((line) => line !== "" && !line.startsWith("#"));
        expect(instructions.map((line) => line.split(" ")[0])).toEqual([
            "FROM",
            "RUN",
            "COPY",
            "ENV",
            "USER",
            "VOLUME",
            "ENTRYPOINT",
        ]);
        expect(instructions[2]).toBe(
            'COPY --chmod=0644 ["Invoke-UnattendedScript.ps1","It\'s ‘my’ \\\\$report.ps1","/opt/exo-unattended/"]',
        );
        expect(instructions[4]).toBe("USER 1654");
        expect(Dockerfile).not.toMatch(/(COPY|ADD|ENV).*(pfx|password)/i);
    });
});

describe("writing", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "exo-unattended-scripts-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    test("puts somebody's own script beside the one that runs it, or leaves it where it is", () => {
        const path = join(folder, "mine.ps1");
        writeFileSync(path, "Get-Mailbox");
        const script = { path, content: readFileSync(path), commands: [] };
        writeScriptFiles(folder, { connection, host: "cron", script });
        writeScriptFiles(join(folder, "other"), { connection, host: "cron", script });
        expect(readFileSync(path, "utf8")).toBe("Get-Mailbox");
        expect(readdirSync(join(folder, "other"))).toEqual([
            "Invoke-UnattendedScript.ps1",
            "exo-unattended.cron",
            "mine.ps1",
        ]);
    });

    test.each([
        [
            "a key vault for a machine",
            { host: "cron", script: "connect", keyVault: "contoso" },
            /a key vault is for github and azure-devops/,
        ],
        ["a key vault's name that is none", { host: "github", script: "connect", keyVault: "a;b" }, /3 to 24 letters/],
        ["an own script in a runbook", { host: "azure-automation", script: own }, /a runbook is one file/],
        [
            "an own script that is none",
            { host: "cron", script: { ...own, path: "a.sh" } },
            /is not a PowerShell script/,
        ],
        [
            "a command that is none",
            { host: "cron", script: { ...own, commands: ["x;y"] } },
            /is not the name of a command/,
        ],
    ] as const)("refuses %s and leaves nothing", (_, request, message) => {
        expect(() => writeScriptFiles(join(folder, "new"), { connection, ...request })).toThrow(message);
        expect(readdirSync(folder)).toEqual([]);
    });
});
