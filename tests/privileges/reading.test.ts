import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import path from "node:path";
import { readScript } from "../../src/privileges/powershell/readScript";
import { usesOf } from "../../src/privileges/uses";
import { anyText } from "../anyText";

const folder = path.join(__dirname, "scripts");
const corpus = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));

/** The cmdlets of a script with their parameters, as one line each. */
async function calls(text: string): Promise<string[]> {
    const { uses } = usesOf(await readScript(text, "test"));
    return uses.map(({ cmdlet, parameters }) => [cmdlet.name, ...parameters].join(" "));
}

async function reasons(text: string): Promise<string[]> {
    return usesOf(await readScript(text, "test")).notFollowed.map(({ line, reason }) => `${line}: ${reason}`);
}

describe("Reading a script", () => {
    it.each([
        [
            "a list with blanks",
            "Get-EXOMailbox -Properties Alias, Name, $x -ResultSize 5",
            ["Get-EXOMailbox Properties ResultSize"],
        ],
        [
            "a list with a table",
            "Get-User | Select-Object A,@{n='x';e={Get-Group $_ -Anr y}} | Set-User -Fax 1",
            ["Get-Group Anr", "Get-User", "Set-User Fax"],
        ],
        [
            "digits in a parameter",
            "Set-Mailbox x -CustomAttribute12 1 -A1B2 $true",
            ["Set-Mailbox A1B2 CustomAttribute12"],
        ],
        ["a value with a colon", "Set-Mailbox -AuditEnabled:$true -Identity:x", ["Set-Mailbox AuditEnabled Identity"]],
        ["typographic dashes", "Get-Mailbox \u2013ResultSize 5 \u2014Archive", ["Get-Mailbox Archive ResultSize"]],
        [
            "backticks and Windows line ends",
            "Get-Mailbox `\r\n  -ResultSize 5 `\r\n  -Archive\r\n",
            ["Get-Mailbox Archive ResultSize"],
        ],
        ["a byte order mark", "\uFEFFGet-Mailbox", ["Get-Mailbox"]],
        ["common parameters", "Get-Mailbox -ErrorAction Stop -wa 0 -Verbose -OutVariable all", ["Get-Mailbox"]],
        ["a function on one line", "function F { param($a) Get-CASMailbox -Identity $a }", ["Get-CASMailbox Identity"]],
        [
            "attributes of parameters",
            "function F { [CmdletBinding()] param([Parameter(Mandatory, Position = 0)] $a) process { Get-Group $a } }",
            ["Get-Group"],
        ],
        ["a subexpression in a string", '"there are $((Get-Mailbox -Anr x).Count)"', ["Get-Mailbox Anr"]],
        ["an escaped subexpression", '"write `$(Get-Mailbox)"', []],
        ["a string in single quotes", "'$(Get-Mailbox)'", []],
        [
            "hashtables that refer to each other",
            "$a = $b + @{X=1}; $b = $a + @{Y=2}; Get-Mailbox @a",
            ["Get-Mailbox X Y"],
        ],
        ["a function of the same name", "function Get-Mailbox { }; Get-Mailbox; Get-User", ["Get-User"]],
        ["a function in capitals", "FUNCTION GET-MAILBOX { }; get-mailbox", []],
        ["aliases of aliases", "Set-Alias a b; Set-Alias b c; Set-Alias c Get-Group; a -Anr x", ["Get-Group Anr"]],
        ["aliases in a circle", "Set-Alias a b; Set-Alias b a; a; Get-User", ["Get-User"]],
        [
            "backticks and quotation marks in a name",
            "G`et-Mailbox -Anr x; Get-\"User\"; Get-'Group'",
            ["Get-Group", "Get-Mailbox Anr", "Get-User"],
        ],
        [
            "typographic quotation marks",
            "Get-Mailbox -Filter \u201CX -eq 1\u201D; Get-User \u2018-Anr\u2019",
            ["Get-Mailbox Filter", "Get-User"],
        ],
        [
            "a splatted variable with a scope",
            "$p = @{Anr=1}; Get-Mailbox @script:p; icm { Get-User @using:p }",
            ["Get-Mailbox Anr", "Get-User Anr"],
        ],
        [
            "keys that a method sets",
            "$p = @{}; $p.set_Item('Anr', 1); [void]$p.TryAdd('Filter', 2); Get-User @p",
            ["Get-User Anr Filter"],
        ],
        ["an abbreviated prefix", "Connect-ExchangeOnline -Pref Cl; Get-ClUser", ["Get-User"]],
        ["a splatted prefix", "$c = @{Prefix='Cl'}; Connect-ExchangeOnline @c; Get-ClUser", ["Get-User"]],
        [
            "the prefix of the module",
            "ipmo ExchangeOnlineManagement -Prefix M; Connect-MExchangeOnline -Prefix C; Get-MEXOMailbox; Get-CUser",
            ["Get-EXOMailbox", "Get-User"],
        ],
        ["no prefix of another module", "Import-Module ActiveDirectory -Prefix AD; Get-ADUser", []],
        ["a script that PowerShell refuses", "if ( { Get-Mailbox -Anr x", ["Get-Mailbox Anr"]],
    ])("follows %s", async (_, text, expected) => {
        expect(await calls(text)).toEqual(expected);
    });

    it.each([
        ["a variable as command", "\n& $x", "2: a command whose name is only known when it runs"],
        ["a text as code", "iex 'Get-Mailbox'", "1: code made from text"],
        ["an alias of Invoke-Expression", "Set-Alias run Invoke-Expression\nrun $x", "2: code made from text"],
        ["a dot-sourced file", ". ./lib.ps1", "1: another file"],
        ["a dot-sourced variable", ". $PSScriptRoot\\lib.ps1", "1: another file"],
        ["a script in a folder", "C:\\tools\\clean.ps1 -Force", "1: another file"],
        ["a script in this folder", "Get-User; ./clean.ps1 -Force", "1: another file"],
        ["a script by its path", "/opt/clean.ps1 -f", "1: PowerShell that the grammar cannot read"],
        ["a name that expands a variable", "Get-$x", "1: a command whose name is only known when it runs"],
        [
            "text in a chain of calls",
            "[powershell]::Create().AddScript('Get-Mailbox').Invoke()",
            "1: code made from text",
        ],
        ["an alias by splatting", "Set-Alias @a", "1: an alias whose name is only known when it runs"],
        ["aliases from a file", "Import-Alias a.csv", "1: aliases from another file"],
        ["a session's prefix", "Import-PSSession $s -Prefix C", "1: a prefix for the commands of a session"],
        [
            "two prefixes in one variable",
            "$c = @{Prefix='A'}; $c.Prefix = 'B'; Connect-ExchangeOnline @c",
            "1: a prefix that is only known when it runs",
        ],
        [
            "a member of a hashtable",
            "$all = @{User=@{Anr=1}}; $p = $all.User; Get-User @p",
            "1: parameters that are not a literal hashtable in this script",
        ],
        ["a job from a file", "Start-Job -FilePath ./x.ps1", "1: another file"],
        ["a module in a file", "using module ./x.psm1", "1: another file"],
        ["another PowerShell", "pwsh -File x", "1: PowerShell in another process"],
        [
            "a started PowerShell",
            "Start-Process -FilePath powershell.exe -ArgumentList $x",
            "1: PowerShell in another process",
        ],
        ["an alias of a variable", "Set-Alias g $x\ng", "2: an alias whose target is not literal"],
        ["a prefix in a variable", "Connect-ExchangeOnline -Prefix $p", "1: a prefix that is only known when it runs"],
        [
            "a computed key",
            "$p = @{ ($k) = 1 }; Set-Mailbox @p",
            "1: parameters that are not a literal hashtable in this script",
        ],
    ])("names %s as not followed", async (_, text, reason) => {
        expect(await reasons(text)).toContain(reason);
    });

    it("counts what looks like a cmdlet where the grammar gives up, and says so", async () => {
        const text = "class A : B, C { [ Set-Mailbox -Type Shared }";
        const { uses, notFollowed } = usesOf(await readScript(text, "test"));
        expect(uses.map(({ cmdlet }) => cmdlet.name)).toEqual(["Set-Mailbox"]);
        expect(notFollowed.map(({ reason }) => reason)).toEqual(["PowerShell that the grammar cannot read"]);
    });

    it("counts nothing within comments and strings, wherever they are", async () => {
        const inert = fc.constantFrom(
            "# Set-Mailbox\n",
            "<# Set-Mailbox #>",
            "'Set-Mailbox'",
            '"Set-Mailbox"',
            "@'\nSet-Mailbox\n'@\n",
        );
        const script = fc.array(fc.tuple(fc.constantFrom("Get-User ", "$x = ", "Write-Host "), inert), {
            maxLength: 6,
        });
        await fc.assert(
            fc.asyncProperty(script, async (parts) => {
                const text = parts.map(([before, part]) => `${before}${part}\n`).join("");
                expect((await calls(text)).filter((call) => call.startsWith("Set-Mailbox"))).toEqual([]);
            }),
            { numRuns: 30 },
        );
    });

    it("finds a call wherever it is put between the lines of a real script", async () => {
        const places = fc.constantFrom(...corpus.filter((text) => !/@['"]|`\r?\n|<#|^\s*\||\|\s*$/m.test(text)));
        await fc.assert(
            fc.asyncProperty(places, async (text) => {
                const found = await calls(`Get-ArcConfig\n${text}\nGet-ArcConfig -Anr x\n`);
                expect(found).toContain("Get-ArcConfig Anr");
            }),
            { numRuns: 25 },
        );
    });

    it("ends for every text, with a report or with a reason, and reads no file that the text names", async () => {
        const read = jest.spyOn(jest.requireActual<typeof import("node:fs")>("node:fs"), "openSync");
        await readScript("", "test");
        read.mockClear();
        const pieces = fc.constantFrom(
            ...[
                "Get-Mailbox",
                " -X ",
                "$x",
                "@x",
                "{",
                "}",
                "(",
                ")",
                "@{",
                "@'",
                "'@",
                '"',
                "'",
                "`",
                "\n",
                ";",
                "|",
                ",",
                "=",
                ".",
            ],
            ...[
                "[",
                "]",
                "&",
                "#",
                "<#",
                "#>",
                "$(",
                "function F ",
                "param(",
                "switch ",
                "/etc/passwd",
                "\0",
                "\uD800",
                "é",
                "::",
                "??",
            ],
        );
        const anything = fc.oneof(
            fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
            anyText(),
        );
        await fc.assert(
            fc.asyncProperty(anything, async (text) => {
                const { commands } = await readScript(text, "test");
                expect(commands.every(({ line }) => line >= 1 && line <= text.split("\n").length)).toBe(true);
            }),
            { numRuns: 80 },
        );
        expect(read).not.toHaveBeenCalled();
    });

    it.each([
        ["brackets", "(".repeat(20_000)],
        ["blocks", "{".repeat(8_000) + "Get-Mailbox" + "}".repeat(8_000)],
        ["subexpressions", '"$('.repeat(20_000)],
        ["a word", "a".repeat(500_000)],
        ["digits of a parameter", `Get-Mailbox -a${"1".repeat(200_000)}`],
        ["commas", ",".repeat(10_000)],
        ["line ends before bars", "\n |".repeat(10_000)],
        ["assignments in a row", "$a=".repeat(4_000)],
        ["hashtables", "@{a=".repeat(5_000)],
        ["wildcards", `$PSDefaultParameterValues = @{'${"*?".repeat(500)}:x' = 1}; Get-Mailbox`],
    ])("ends soon with many %s", async (_, text) => {
        const started = Date.now();
        await readScript(text, "test").then(usesOf, () => undefined);
        expect(Date.now() - started).toBeLessThan(25_000);
    });

    it("gathers many calls of a cmdlet as fast as few", async () => {
        const script = await readScript("Get-Mailbox", "test");
        const commands = Array.from({ length: 100_000 }, () => script.commands).flat();
        const started = Date.now();
        expect(usesOf({ ...script, commands }).uses).toHaveLength(1);
        expect(Date.now() - started).toBeLessThan(5_000);
    });

    it("shows what it does not follow as the script has it", async () => {
        const { notFollowed } = await readScript("& ./clean.ps1 \u2013Force", "test");
        expect(notFollowed.map(({ text }) => text)).toEqual(["& ./clean.ps1 \u2013Force"]);
    });

    it("refuses what is too large for a script", async () => {
        await expect(readScript("#".repeat(2_000_000), "big.ps1")).rejects.toThrow(
            "big.ps1: is too large for a script (got 2000000 characters)",
        );
    });
});
