/** What is expected of a script of `scripts/`. */
export interface Expected {
    /** Its cmdlets, each with its parameters; in brackets where it runs when that is not Exchange Online. */
    readonly cmdlets: Readonly<Record<string, string>>;
    /** The smallest directory role found, or several. */
    readonly directoryRoles: string;
    readonly roleGroups: string;
    /** Cmdlets whose roles are inferred or disputed. */
    readonly notFacts?: readonly string[];
    /** Cmdlets of which no role is known. */
    readonly unknown?: readonly string[];
    /** Cmdlets that are refused to applications. */
    readonly refused?: readonly string[];
    readonly traps?: readonly string[];
    /** What was not followed, with its line. */
    readonly notFollowed?: readonly string[];
    readonly otherCommands?: readonly string[];
}

/** By the script's file name. */
export const expected: Readonly<Record<string, Expected>> = {
    "abbreviated-bypass": {
        cmdlets: {
            "Update-DistributionGroupMember": "BypassSec, Confirm, Identity, Members",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Organization Management",
        traps: ["Mail-enabled security groups", "Parameters", "Scopes"],
    },
    "address-lists": {
        cmdlets: {
            "Get-AddressList": "",
            "New-AddressList": "Name, RecipientFilter",
        },
        directoryRoles: "none",
        roleGroups: "none",
        traps: ["No role group has it", "Scopes"],
    },
    aliases: {
        cmdlets: {
            "Get-CASMailbox": "",
            "Get-Mailbox": "ResultSize",
            "Get-MailboxPermission": "",
            "Set-Mailbox": "HiddenFromAddressListsEnabled",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Parameters", "Scopes"],
    },
    "audit-log": {
        cmdlets: {
            "Search-UnifiedAuditLog": "EndDate, ResultSize, SessionCommand, SessionId, StartDate",
        },
        directoryRoles: "Compliance Administrator",
        roleGroups: "Compliance Management",
    },
    "audit-on": {
        cmdlets: {
            "Get-Mailbox": "Filter, ResultSize",
            "Set-Mailbox": "AuditEnabled, AuditLogAgeLimit",
        },
        directoryRoles: "Exchange Recipient Administrator + Compliance Administrator",
        roleGroups: "Recipient Management + Records Management",
        notFacts: ["Set-Mailbox"],
        traps: ["Parameters", "Scopes"],
    },
    "block-list": {
        cmdlets: {
            "New-TenantAllowBlockListItems": "Block, Entries, ListType, NoExpiration",
        },
        directoryRoles: "none",
        roleGroups: "Security Operator",
        traps: ["Scopes"],
    },
    "both-endpoints": {
        cmdlets: {
            "Get-Label (Security & Compliance)": "",
            "Get-Mailbox": "Identity",
            "Get-RoleGroup (either)": "",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        unknown: ["Get-Label"],
        traps: ["Security & Compliance"],
    },
    "calendar-permissions": {
        cmdlets: {
            "Add-MailboxFolderPermission": "AccessRights, Identity, User",
            "Get-EXOMailbox": "RecipientTypeDetails, ResultSize",
            "Set-CalendarProcessing": "AutomateProcessing, Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Scopes"],
    },
    "cas-mailbox": {
        cmdlets: {
            "Get-CASMailbox": "Filter, ResultSize",
            "Set-CASMailbox": "ImapEnabled, PopEnabled",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        notFacts: ["Set-CASMailbox"],
        traps: ["Parameters", "Scopes"],
    },
    "classic-mailbox-list": {
        cmdlets: {
            "Get-Mailbox": "Filter, ResultSize",
            "Get-MailboxPermission": "Identity",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    "comments-and-strings": {
        cmdlets: {
            "Get-AcceptedDomain": "",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    compliance: {
        cmdlets: {
            "Get-RetentionCompliancePolicy (Security & Compliance)": "DistributionDetail",
            "New-ComplianceSearch (Security & Compliance)": "ContentMatchQuery, ExchangeLocation, Name",
        },
        directoryRoles: "none",
        roleGroups: "none",
        unknown: ["Get-RetentionCompliancePolicy"],
        refused: ["New-ComplianceSearch"],
        traps: ["Security & Compliance", "Refused in Security & Compliance", "Scopes"],
    },
    "default-parameters": {
        cmdlets: {
            "Add-DistributionGroupMember": "BypassSecurityGroupManagerCheck, Member",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Organization Management",
        traps: ["Mail-enabled security groups", "Parameters", "Scopes"],
    },
    "defender-policies": {
        cmdlets: {
            "Get-AntiPhishPolicy": "",
            "Get-AtpPolicyForO365": "",
            "Get-HostedContentFilterPolicy": "",
            "Get-SafeLinksPolicy": "",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        notFacts: ["Get-AtpPolicyForO365"],
    },
    "distribution-list": {
        cmdlets: {
            "Add-DistributionGroupMember": "Identity, Member",
            "Get-DistributionGroupMember": "",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Mail-enabled security groups", "Scopes"],
    },
    dkim: {
        cmdlets: {
            "Get-DkimSigningConfig": "",
            "Set-DkimSigningConfig": "Enabled, Identity",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Hygiene Management",
        traps: ["Scopes"],
    },
    dynamic: {
        cmdlets: {
            "Get-Mailbox": "ResultSize",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        notFollowed: [
            "2: & $command -Identity old",
            '3: & "Get-$Noun"',
            '4: Invoke-Expression "Set-Mailbox info -Type Shared"',
            "5: iex $text",
            "6: [scriptblock]::Create('Get-TransportRule')",
            '7: . "$PSScriptRoot\\functions.ps1"',
            "8: .\\cleanup.ps1 -Force",
            "9: Import-Module .\\Tools.psm1",
            "10: & (Get-Command Get-Mailbox) -ResultSize 1",
        ],
    },
    "forwarding-off": {
        cmdlets: {
            "Get-Mailbox": "ResultSize",
            "Set-Mailbox": "DeliverToMailboxAndForward, ForwardingSmtpAddress",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Parameters", "Scopes"],
    },
    "inbox-rules": {
        cmdlets: {
            "Get-InboxRule": "Mailbox",
            "Get-Mailbox": "ResultSize",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Inbox rules"],
    },
    "literal-invocation": {
        cmdlets: {
            "Get-CASMailbox": "",
            "Get-Mailbox": "ResultSize",
            "Get-Recipient": "ResultSize",
            "Get-User": "ResultSize",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        notFacts: ["Get-User"],
    },
    "litigation-hold": {
        cmdlets: {
            "Get-Mailbox": "Filter",
            "Set-Mailbox": "LitigationHoldDuration, LitigationHoldEnabled",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Recipient Management + Discovery Management",
        notFacts: ["Set-Mailbox"],
        traps: ["Parameters", "Scopes"],
    },
    "lower-case": {
        cmdlets: {
            "Get-Mailbox": "resultsize",
            "Set-Mailbox": "customattribute2",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Parameters", "Scopes"],
    },
    "mailbox-report": {
        cmdlets: {
            "Get-EXOMailbox": "Properties, ResultSize",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    "mailbox-sizes": {
        cmdlets: {
            "Get-EXOMailbox": "ResultSize",
            "Get-EXOMailboxStatistics": "Identity",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        notFacts: ["Get-EXOMailboxStatistics"],
    },
    "message-trace": {
        cmdlets: {
            "Get-MessageTraceV2": "EndDate, StartDate, Status",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    migration: {
        cmdlets: {
            "Get-MigrationUser": "BatchId",
            "New-MigrationBatch": "CSVData, Name, SourceEndpoint, TargetDeliveryDomain",
            "Start-MigrationBatch": "Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        notFacts: ["Get-MigrationUser"],
        traps: ["Scopes"],
    },
    "mobile-devices": {
        cmdlets: {
            "Get-MobileDevice": "ResultSize",
            "Remove-MobileDevice": "Confirm",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Scopes"],
    },
    "module-qualified": {
        cmdlets: {
            "Get-EXOMailbox": "Identity",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    "no-exchange": {
        cmdlets: {},
        directoryRoles: "none",
        roleGroups: "none",
    },
    "one-line-functions": {
        cmdlets: {
            "Get-InboxRule": "Mailbox",
            "Get-MailboxFolderStatistics": "Identity",
            "Get-MailboxPermission": "Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        notFacts: ["Get-MailboxFolderStatistics"],
        traps: ["Inbox rules"],
    },
    "organization-and-recipients": {
        cmdlets: {
            "Get-AcceptedDomain": "",
            "Get-Mailbox": "ResultSize",
            "Set-Mailbox": "CustomAttribute1, Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Parameters", "Scopes"],
    },
    "organization-settings": {
        cmdlets: {
            "Get-OrganizationConfig": "",
            "Set-OrganizationConfig": "OAuth2ClientProfileEnabled",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Organization Management",
        traps: ["Parameters", "Scopes"],
    },
    "other-modules": {
        cmdlets: {
            "Get-Mailbox": "Identity",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        otherCommands: ["Connect-MgGraph", "Get-ADUser", "Get-MgUser"],
    },
    "out-of-office": {
        cmdlets: {
            "Set-MailboxAutoReplyConfiguration": "AutoReplyState, ExternalMessage, Identity, InternalMessage",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Scopes"],
    },
    places: {
        cmdlets: {
            "Get-EXOMailbox": "RecipientTypeDetails, ResultSize",
            "Set-Place": "Capacity, Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "View-Only Organization Management + Places Administrator",
        traps: ["Scopes"],
    },
    "powershell-7": {
        cmdlets: {
            "Get-Contact": "",
            "Get-EXOMailbox": "ResultSize",
            "Get-Group": "",
            "Get-MailContact": "",
            "Get-MailboxFolderStatistics": "FolderScope, Identity",
            "Get-Recipient": "",
            "Get-User": "",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        notFacts: ["Get-Group", "Get-MailboxFolderStatistics", "Get-User"],
    },
    prefixes: {
        cmdlets: {
            "Get-Mailbox": "Identity",
            "Get-RoleGroup (Security & Compliance)": "",
            "Set-Mailbox": "MaxSendSize",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        unknown: ["Get-RoleGroup"],
        traps: ["Security & Compliance", "Parameters", "Scopes"],
    },
    "quarantine-release": {
        cmdlets: {
            "Get-QuarantineMessage": "SenderAddress",
            "Release-QuarantineMessage": "Identity, ReleaseToAll",
        },
        directoryRoles: "Security Administrator",
        roleGroups: "Hygiene Management",
        traps: ["Scopes"],
    },
    quarantine: {
        cmdlets: {
            "Get-QuarantineMessage": "PageSize, Type",
        },
        directoryRoles: "Security Reader",
        roleGroups: "Security Reader",
    },
    "role-management": {
        cmdlets: {
            "Add-RoleGroupMember": "BypassSecurityGroupManagerCheck, Member",
            "New-RoleGroup": "Name, Roles",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Organization Management",
        traps: ["Parameters", "Rights that give rights", "Scopes"],
    },
    "security-group": {
        cmdlets: {
            "Add-DistributionGroupMember": "BypassSecurityGroupManagerCheck, Confirm, Identity, Member",
            "Remove-DistributionGroupMember": "BypassSecurityGroupManagerCheck, Confirm, Identity, Member",
        },
        directoryRoles: "Exchange Administrator",
        roleGroups: "Organization Management",
        traps: ["Mail-enabled security groups", "Parameters", "Scopes"],
    },
    "send-as-audit": {
        cmdlets: {
            "Get-EXOMailbox": "ResultSize",
            "Get-EXORecipientPermission": "Identity",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Send As"],
    },
    "shared-mailbox": {
        cmdlets: {
            "Add-MailboxPermission": "AccessRights, AutoMapping, Identity, InheritanceType, User",
            "Add-RecipientPermission": "AccessRights, Confirm, Identity, Trustee",
            "New-Mailbox": "DisplayName, Name, Shared",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        traps: ["Rights that give rights", "Scopes"],
    },
    splatting: {
        cmdlets: {
            "Get-Mailbox": "Anr, Archive, Filter, ResultSize, SortBy",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    "transport-rules-read": {
        cmdlets: {
            "Get-AcceptedDomain": "",
            "Get-TransportRule": "",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
    },
    "transport-rules-write": {
        cmdlets: {
            "Get-TransportRule": "Identity",
            "New-TransportRule": "ApplyHtmlDisclaimerText, FromScope, Name",
        },
        directoryRoles: "Compliance Administrator",
        roleGroups: "Records Management",
        traps: ["Scopes"],
    },
    "unified-groups": {
        cmdlets: {
            "Add-UnifiedGroupLinks": "Identity, LinkType, Links",
            "Get-UnifiedGroup": "ResultSize",
            "New-UnifiedGroup": "AccessType, DisplayName",
        },
        directoryRoles: "Global Reader",
        roleGroups: "View-Only Organization Management",
        refused: ["Add-UnifiedGroupLinks", "New-UnifiedGroup"],
        traps: ["Refused to applications", "Microsoft 365 groups", "Scopes"],
    },
    "unreadable-splat": {
        cmdlets: {
            "Set-CASMailbox": "",
            "Set-Mailbox": "",
        },
        directoryRoles: "Exchange Recipient Administrator",
        roleGroups: "Recipient Management",
        notFacts: ["Set-CASMailbox"],
        traps: ["Parameters", "Scopes"],
        notFollowed: ["2: Set-Mailbox @settings", "3: Set-CASMailbox @PSBoundParameters"],
    },
};
