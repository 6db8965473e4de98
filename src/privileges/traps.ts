import { exchangePermissions } from "../microsoft/exchangePermissions";
import type { CmdletFinding } from "./findings";

/** Something about rights that surprises, in the scripts at hand. */
export interface Trap {
    readonly title: string;
    readonly cmdlets: readonly string[];
    readonly text: string;
}

/** A trap, and when it concerns a cmdlet of a script. */
interface TrapRule {
    readonly title: string;
    readonly text: string;
    readonly concerns: (finding: CmdletFinding) => boolean;
}

const appOnly = "learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2";
const named =
    (names: RegExp) =>
    ({ roleEntry }: CmdletFinding): boolean =>
        names.test(roleEntry);

const rules: readonly TrapRule[] = [
    {
        title: "Refused to applications",
        text: `Exchange Online refuses it to every application, whatever its roles (${appOnly}). Use Microsoft Graph for Microsoft 365 groups.`,
        concerns: ({ appOnly, endpoint }) => appOnly === "no" && endpoint !== "Security & Compliance",
    },
    {
        title: "Security & Compliance",
        text: "It has management roles and service principals of its own: a right in Exchange Online is none there. Which role holds which cmdlet is not published, so no role is suggested for it.",
        concerns: ({ endpoint }) => endpoint !== "Exchange Online",
    },
    {
        title: "Refused in Security & Compliance",
        text: `Documented to be refused to applications, among others that are not listed (${appOnly}).`,
        concerns: ({ appOnly, endpoint }) => appOnly === "no" && endpoint === "Security & Compliance",
    },
    {
        title: "Send As",
        text: "No view-only role reads Send As permissions: Global Reader is refused. It takes Mail Recipients, which can change recipients (MicrosoftDocs/office-docs-powershell issues 9428 and 7365).",
        concerns: named(/^Get-RecipientPermission$/),
    },
    {
        title: "Inbox rules",
        text: "Global Reader and View-Only Organization Management cannot read inbox rules (learn.microsoft.com/powershell/module/exchangepowershell/get-inboxrule).",
        concerns: named(/^Get-InboxRule$/),
    },
    {
        title: "Mail-enabled security groups",
        text: "Applications do not manage groups. To change a mail-enabled security group it needs -BypassSecurityGroupManagerCheck, and for that the role Security Group Creation and Membership, which Recipient Management lacks (learn.microsoft.com/powershell/module/exchangepowershell/add-distributiongroupmember).",
        concerns: ({ roleEntry, parameters }) =>
            /^(?:Add|Remove|Update)-DistributionGroupMember$|^(?:Set|Remove)-DistributionGroup$/.test(roleEntry) ||
            (roleEntry === "New-DistributionGroup" && parameters.some((name) => /^type$/i.test(name))),
    },
    {
        title: "Parameters",
        text: "A session has only those parameters that its management roles have, and those of this cmdlet are spread over several roles. Ask the tenant with the parameters of the script.",
        concerns: ({ roleEntry, otherRolesByParameter, confidence }) =>
            confidence !== "asked" &&
            (otherRolesByParameter.length > 0 ||
                /^Set-(?:Mailbox|CASMailbox|OrganizationConfig|User)$/.test(roleEntry)),
    },
    {
        title: "No role group has it",
        text: "Its management role is in no role group by default, so even Exchange Administrator lacks it. Assign the role to the application, or put it into a role group of your own (learn.microsoft.com/exchange/permissions-exo/permissions-exo).",
        concerns: ({ managementRoles }) =>
            managementRoles.length > 0 &&
            managementRoles.every((role) => exchangePermissions.unassignedRoles.includes(role)),
    },
    {
        title: "Microsoft 365 groups",
        text: "Get-ManagementRole -Cmdlet is documented not to work with these cmdlets (learn.microsoft.com/powershell/exchange/find-exchange-cmdlet-permissions).",
        concerns: named(/-UnifiedGroup$/),
    },
    {
        title: "Rights that give rights",
        text: "Whoever can run it can give this login, or another, more than it has. Treat the login as an administrator's.",
        concerns: named(
            /^(?:Add-(?:MailboxPermission|RecipientPermission|RoleGroupMember|ManagementRoleEntry)|Update-RoleGroupMember|New-Management(?:Role|RoleAssignment|Scope)|New-RoleGroup|Set-ManagementRole(?:Assignment|Entry))$/,
        ),
    },
    {
        title: "Scopes",
        text: "A scope of a role group or assignment narrows what a login may change, not what administration cmdlets may read (learn.microsoft.com/exchange/understanding-management-role-scopes-exchange-2013-help).",
        concerns: ({ cmdlet }) => !/^(?:Get|Test|Search|Export|Preview)-/.test(cmdlet),
    },
];

/**
 * Sources: {@link appOnly}, step 4b; that the two do not go together: MicrosoftDocs/office-docs-powershell issues 7109 and 8035.
 */
const delegation: Omit<Trap, "cmdlets"> = {
    title: "Other organizations",
    text: "-DelegatedOrganization is for users of a partner: an application that connects with it is refused as UnAuthorized. The application needs admin consent and a role in the tenant of that organization, and connects with -Organization and its initial domain.",
};

/**
 * What surprises about the rights of these cmdlets, and the notes of the table on single ones.
 * @param delegatedConnections commands of the script that connect with -DelegatedOrganization
 */
export function trapsOf(
    findings: readonly CmdletFinding[],
    delegatedConnections: readonly string[] = [],
): readonly Trap[] {
    const found = rules.map(({ title, text, concerns }): Trap => {
        return { title, text, cmdlets: [...new Set(findings.filter(concerns).map(({ cmdlet }) => cmdlet))] };
    });
    const notes = new Map<string, string[]>();
    for (const { note, cmdlet } of findings) {
        if (note !== undefined) {
            notes.set(note, [...(notes.get(note) ?? []), cmdlet]);
        }
    }
    return [
        ...(delegatedConnections.length === 0 ? [] : [{ ...delegation, cmdlets: delegatedConnections }]),
        ...found.filter(({ cmdlets }) => cmdlets.length > 0),
        ...[...notes].map(([text, cmdlets]): Trap => ({ title: "Note", text, cmdlets })),
    ];
}
