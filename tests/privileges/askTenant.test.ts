import { askTenant, differences, type Ask } from "../../src/privileges/askTenant";
import { readScript } from "../../src/privileges/powershell/readScript";
import { reportOf } from "../../src/privileges/report";
import { usesOf } from "../../src/privileges/uses";

const now = new Date("2026-11-26T23:59:59Z");

/** A tenant with these roles by question: a cmdlet, then its parameters. */
function tenantWith(roles: Readonly<Record<string, readonly object[]>>, asked: string[] = []): Ask {
    return (cmdlet, { Cmdlet, CmdletParameters = [] }) => {
        const question = [Cmdlet, CmdletParameters].flat().join(" ");
        asked.push(`${cmdlet} ${question}`);
        const rows = roles[question];
        return Promise.resolve(
            rows === undefined
                ? { refusal: { evidence: "not known", remedy: "", mayPassWithTime: false } }
                : { rows: rows.map((row) => row as Readonly<Record<string, unknown>>) },
        );
    };
}

const builtIn = (...names: string[]): object[] =>
    names.map((Name) => ({ Name, IsRootRole: true, IsEndUserRole: false }));

describe("A tenant that is asked", () => {
    it("is asked for each cmdlet as its roles hold it, and with the parameters of the script", async () => {
        const { uses } = usesOf(
            await readScript(
                "Get-EXOMailbox -Properties a; Set-Mailbox x -Type Room -ErrorAction Stop; Get-Label; Get-UnifiedGroup",
                "s",
            ),
        );
        const asked: string[] = [];
        const answers = await askTenant(
            uses,
            tenantWith(
                {
                    "Get-Mailbox": builtIn("View-Only Recipients"),
                    "Set-Mailbox": builtIn("Mail Recipients"),
                    "Set-Mailbox Type": builtIn("Mail Recipients"),
                },
                asked,
            ),
        );
        expect(asked).toEqual([
            "Get-ManagementRole Get-Mailbox",
            "Get-ManagementRole Set-Mailbox",
            "Get-ManagementRole Set-Mailbox Type",
        ]);
        expect(answers.unanswered.map(({ cmdlet }) => cmdlet)).toEqual(["Get-UnifiedGroup", "Get-Label"]);
    });

    it("decides in place of the table, parameters included", async () => {
        const script = usesOf(await readScript("Set-Mailbox x -AuditEnabled $true -Type Room", "s"));
        const answers = await askTenant(
            script.uses,
            tenantWith({
                "Set-Mailbox": builtIn("Mail Recipients", "Audit Logs"),
                "Set-Mailbox AuditEnabled Type": [],
                "Set-Mailbox AuditEnabled": builtIn("Audit Logs"),
                "Set-Mailbox Type": builtIn("Mail Recipients"),
            }),
        );
        const {
            scripts: [report],
        } = reportOf([script], { now, answers });
        expect(report?.cmdlets[0]).toMatchObject({
            confidence: "asked",
            managementRoles: ["Mail Recipients", "Audit Logs"],
            otherRolesByParameter: [
                { parameter: "AuditEnabled", managementRoles: ["Audit Logs"] },
                { parameter: "Type", managementRoles: ["Mail Recipients"] },
            ],
        });
        expect(report?.suggestion.notFacts).toEqual([]);
    });

    it("does not decide about a parameter that it does not know: PowerShell takes abbreviations, and it does not", async () => {
        const script = usesOf(await readScript("Set-Mailbox x -Audit $true", "s"));
        const answers = await askTenant(
            script.uses,
            tenantWith({ "Set-Mailbox": builtIn("Mail Recipients"), "Set-Mailbox Audit": [] }),
        );
        const login = { directoryRoles: ["Exchange Administrator"], roleGroups: [], clientId: "c", objectId: "o" };
        const { scripts, comparison } = reportOf([script], { now, answers, login });
        expect(scripts[0]?.suggestion.directoryRoles?.names).toEqual(["Exchange Recipient Administrator"]);
        expect(comparison).toMatchObject({
            fit: "too little",
            isCertain: false,
            missing: [
                {
                    cmdlet: "Set-Mailbox",
                    reason: "no management role of the tenant has its parameter -Audit; is it abbreviated?",
                },
            ],
        });
    });

    it("is not asked for Security & Compliance, which does not answer", async () => {
        const { uses } = usesOf(await readScript("Get-Label; Connect-IPPSSession; Get-RoleGroup", "s"));
        const asked: string[] = [];
        expect(await askTenant(uses, tenantWith({}, asked))).toEqual({
            answers: [],
            unanswered: ["Get-Label", "Get-RoleGroup"].map((cmdlet) => ({
                cmdlet,
                reason: "Security & Compliance does not answer",
            })),
        });
        expect(asked).toEqual([]);
    });

    it("leaves out roles that no application gets, and shows its own roles to nobody else", async () => {
        const { uses } = usesOf(await readScript("Get-TransportRule", "s"));
        const rows = [
            ...builtIn("View-Only Configuration", "Transport Rules", "New Role", "O365SupportViewConfig"),
            { Name: "MyBaseOptions", IsEndUserRole: true },
            { Name: "Contoso readers", IsRootRole: false, IsEndUserRole: false },
        ];
        const answers = await askTenant(uses, tenantWith({ "Get-TransportRule": rows }));
        expect(answers.answers[0]?.rolesWithParameters).toEqual([
            "View-Only Configuration",
            "New Role",
            "Transport Rules",
            "Contoso readers",
        ]);
        expect(differences(uses, answers, now)).toEqual([
            {
                cmdlet: "Get-TransportRule",
                onlyInTenant: ["New Role"],
                onlyInTable: [
                    "Security Reader",
                    "Data Loss Prevention",
                    "Security Admin",
                    "Information Rights Management",
                ],
                row: {
                    roles: ["View-Only Configuration", "Transport Rules", "New Role"],
                    confidence: "observed",
                    appOnly: "yes",
                    sources: ["tenant:2026-11-26"],
                },
            },
        ]);
    });

    it("may refuse a login, which ends the asking", async () => {
        const { uses } = usesOf(await readScript("Get-Mailbox", "s"));
        const ask: Ask = () =>
            Promise.resolve({ refusal: { evidence: "not allowed", remedy: "", mayPassWithTime: true } });
        await expect(askTenant(uses, ask)).rejects.toMatchObject({
            name: "UserError",
            exitStatus: 1,
            evidence: "the tenant does not answer Get-ManagementRole: not allowed",
        });
    });
});
