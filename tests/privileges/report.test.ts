import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { formats } from "../../src/cli/commands/privileges/formats";
import { compareLogin, type Comparison, type LoginRights } from "../../src/privileges/compare";
import { findingOf } from "../../src/privileges/findings";
import { readScript } from "../../src/privileges/powershell/readScript";
import { reportOf, type PrivilegesReport } from "../../src/privileges/report";
import { usesOf, type ScriptUses } from "../../src/privileges/uses";

const folder = path.join(__dirname, "scripts");
const now = new Date("2026-11-26T12:00:00Z");
const login = { clientId: "11111111-1111-1111-1111-111111111111", objectId: "22222222-2222-2222-2222-222222222222" };

async function usesIn(text: string, name = "report.ps1"): Promise<ScriptUses> {
    return usesOf(await readScript(text, name));
}

async function reportOn(text: string): Promise<PrivilegesReport> {
    return reportOf([await usesIn(text)], { now });
}

async function compare(text: string, directoryRoles: string[], roleGroups: string[] = []): Promise<Comparison> {
    const { uses, notFollowed } = await usesIn(text);
    return compareLogin(
        uses.map((use) => findingOf(use)),
        notFollowed,
        { directoryRoles, roleGroups } satisfies LoginRights,
    );
}

const verdict = ({ fit, isCertain }: Comparison): string => `${isCertain ? "" : "probably "}${fit}`;

describe("A report", () => {
    const scripts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
    const output = { write: () => true, columns: 100 };

    it.each(Object.keys(formats) as (keyof typeof formats)[])(
        "claims no more than what was found, as %s",
        async (format) => {
            for (const text of scripts) {
                const report = reportOf([await usesIn(text)], {
                    now,
                    login: { ...login, directoryRoles: ["Global Reader"], roleGroups: [] },
                });
                // A cmdlet's name is no claim.
                const words = formats[format](report, output).replace(/\b[A-Z][a-z]+-[A-Z]\w+/g, "");
                expect(words).not.toMatch(
                    /\b(the least|guarantee\w*|complete\w*|certainly|definitely|always works)\b/i,
                );
                expect(words).not.toMatch(/\bundefined\b|\[object/);
            }
        },
    );

    it.each([
        "Connect-ExchangeOnline -CertificateThumbprint $t -AppId $a -DelegatedOrganization fabrikam.onmicrosoft.com",
        "$partner = @{ AppId = $a; DelegatedOrganization = 'fabrikam.onmicrosoft.com' }\nConnect-ExchangeOnline @partner\nGet-Mailbox",
    ])("says how an application reaches another organization: %s", async (script) => {
        const report = await reportOn(script);
        expect(report.scripts[0]?.traps[0]).toMatchObject({
            cmdlets: ["Connect-ExchangeOnline"],
            text: expect.stringMatching(
                /UnAuthorized.*needs admin consent and a role.*connects with -Organization/,
            ) as string,
        });
        expect(formats.table(report, output)).toContain("Other organizations (Connect-ExchangeOnline)");
    });

    it("marks every role that is inferred or disputed, and every choice that rests on one", async () => {
        const report = await reportOn("Get-MailboxStatistics x; Set-CASMailbox x -ImapEnabled $false");
        const table = formats.table(report, { write: () => true, columns: 250 });
        expect(table).toMatch(
            /Get-MailboxStatistics +probably View-Only Recipients +probably View-Only Org\w+ Management +probably Global Reader +inferred/,
        );
        expect(table).toMatch(/Set-CASMailbox +disputed: Mail Recipients +disputed: Recipient Management/);
        expect(table).toContain("Directory role: probably Exchange Recipient Administrator");
        expect(table).toContain("Inferred or disputed, not facts: Get-MailboxStatistics, Set-CASMailbox");
    });

    it("shows the first lines of many calls", async () => {
        const table = formats.markdown(await reportOn("Get-Mailbox\n".repeat(12)));
        expect(table).toContain("Get-Mailbox<br>line 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more |");
    });

    it("says yes to an application only where that is documented or was seen", async () => {
        const appOnly = async (text: string): Promise<(string | undefined)[]> =>
            (await reportOn(text)).scripts.flatMap(({ cmdlets }) => cmdlets.map((finding) => finding.appOnly));
        expect(await appOnly("Get-Mailbox")).toEqual(["yes"]);
        expect(await appOnly("Get-InboxRule")).toEqual(["unknown"]);
        expect(await appOnly("New-UnifiedGroup")).toEqual(["no"]);
        expect(await appOnly("Get-Label")).toEqual(["unknown"]);
        expect(await appOnly("New-ComplianceSearch")).toEqual(["no"]);
    });

    it("names sources, and what a choice opens beyond the need", async () => {
        const {
            scripts: [script],
        } = await reportOn("Get-TransportRule");
        expect(script?.cmdlets[0]?.sources.join()).toMatch(/Microsoft365DSC/);
        expect(script?.suggestion.directoryRoles).toMatchObject({
            names: ["Global Reader"],
            rolesBeyond: ["View-Only Recipients"],
        });
        expect(script?.suggestion.directoryRoles?.beyond).toMatch(/^Global Reader: read everything/);
    });

    it("has the commands that make a custom role with the cmdlets of the script alone, for the login", async () => {
        const report = reportOf(
            [await usesIn("Get-EXOMailbox | Set-Mailbox -Type Shared; Get-TransportRule", "./jobs/it's.ps1")],
            {
                now,
                login: { ...login, directoryRoles: [], roleGroups: [] },
            },
        );
        expect(report.scripts[0]?.customRoleCommands).toEqual([
            `New-ServicePrincipal -AppId '${login.clientId}' -ObjectId '${login.objectId}' -DisplayName 'its'`,
            "New-ManagementRole -Name 'its: Mail Recipients' -Parent 'Mail Recipients' -EnabledCmdlets 'Get-Mailbox', 'Set-Mailbox'",
            `New-ManagementRoleAssignment -App '${login.objectId}' -Role 'its: Mail Recipients'`,
            "New-ManagementRole -Name 'its: View-Only Configuration' -Parent 'View-Only Configuration' -EnabledCmdlets 'Get-TransportRule'",
            `New-ManagementRoleAssignment -App '${login.objectId}' -Role 'its: View-Only Configuration'`,
        ]);
    });

    it("is what docs/least-privilege.md shows for its script", async () => {
        const page = readFileSync(path.join(__dirname, "../../docs/least-privilege.md"), "utf8");
        const [, script = ""] = /```powershell\n([^]*?)```/.exec(page) ?? [];
        const [, shown = ""] = /```\n(report\.ps1\n[^]*?)```/.exec(page) ?? [];
        const text = formats.table(await reportOn(script), output);
        expect(shown.trimEnd().split("\n").length).toBeGreaterThan(4);
        expect(text.slice(0, shown.trimEnd().length)).toBe(shown.trimEnd());
        const [, commands = ""] = /```powershell\n(New-ServicePrincipal[^]*?)```/.exec(page) ?? [];
        for (const command of commands.trimEnd().split("\n")) {
            expect(text).toContain(`  ${command}\n`);
        }
    });

    it("adds up several scripts", async () => {
        const report = reportOf([await usesIn("Get-Mailbox"), await usesIn("Set-Mailbox x -Type Room")], { now });
        expect(report.scripts.map(({ suggestion }) => suggestion.directoryRoles?.names)).toEqual([
            ["Global Reader"],
            ["Exchange Recipient Administrator"],
        ]);
        expect(report.together?.directoryRoles?.names).toEqual(["Exchange Recipient Administrator"]);
    });
});

describe("A login, compared with what a script needs,", () => {
    it.each([
        ["Get-EXOMailbox", ["Global Reader"], [], "fits"],
        ["Get-EXOMailbox", ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"], [], "fits"],
        ["Get-EXOMailbox", ["Exchange Administrator"], [], "more than needed"],
        ["Get-EXOMailbox", ["Global Reader", "Security Reader"], [], "more than needed"],
        ["Get-EXOMailbox", [], ["View-Only Organization Management"], "fits"],
        ["Get-EXOMailbox", [], ["Recipient Management"], "more than needed"],
        ["Get-EXOMailbox", [], [], "too little"],
        ["Set-Mailbox x -Type Room", ["Global Reader"], [], "too little"],
        ["Set-Mailbox x -Type Room", ["Exchange Recipient Administrator"], [], "fits"],
        ["Set-Mailbox x -Type Room", ["Global Administrator"], [], "more than needed"],
        ["Get-RecipientPermission", ["Global Reader"], [], "too little"],
        [
            "Add-DistributionGroupMember x -Member y -BypassSecurityGroupManagerCheck",
            ["Exchange Recipient Administrator"],
            [],
            "too little",
        ],
        [
            "Add-DistributionGroupMember x -Member y -BypassSecurityGroupManagerCheck",
            ["Exchange Administrator"],
            [],
            "fits",
        ],
        ["Get-AddressList", ["Exchange Administrator"], [], "too little"],
        ["New-UnifiedGroup -DisplayName x", ["Global Administrator"], [], "too little"],
        ["Get-MailboxStatistics x", ["Global Reader"], [], "probably fits"],
        ["Get-MailboxStatistics x", ["Exchange Administrator"], [], "probably more than needed"],
        ["Get-MailboxStatistics x", ["Security Reader"], [], "probably too little"],
        ["Set-TransportRule x -Enabled $true", ["Security Administrator"], [], "probably too little"],
        ["Get-EXOMailbox; & $x", ["Global Reader"], [], "probably fits"],
        ["Get-EXOMailbox", [], ["Our own group"], "probably too little"],
        ["Get-Label", ["Global Reader"], [], "probably fits"],
        ["Get-Label", ["Exchange Administrator"], [], "too little"],
        ["Get-ChildItem", ["Global Reader"], [], "more than needed"],
        ["Get-ChildItem; & $x", ["Global Reader"], [], "probably more than needed"],
        ["Get-ChildItem", [], [], "fits"],
        ["Get-EXOMailbox", ["Global Reader", "Our own role"], [], "probably fits"],
    ])("%s with %j and %j: %s", async (text, roles, groups, expected) => {
        expect(verdict(await compare(text, roles, groups))).toBe(expected);
    });

    it("is told what is missing and what would do", async () => {
        expect((await compare("Set-Mailbox x -Type Room", ["Global Reader"])).missing).toEqual([
            { cmdlet: "Set-Mailbox", reason: "needs the management role Mail Recipients" },
        ]);
        expect((await compare("Get-Mailbox", ["Exchange Administrator"])).excess).toEqual([
            "Global Reader would do in place of Exchange Administrator",
        ]);
    });
});
