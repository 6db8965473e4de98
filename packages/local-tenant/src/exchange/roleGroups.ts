/** A role group that every organization has, and the management roles that it gives by default. */
export interface RoleGroup {
    readonly name: string;
    readonly description: string;
    readonly roles: readonly string[];
    /** Whether its members are those of a directory role, so that Exchange Online does not let them be changed. */
    readonly isManagedCentrally?: boolean;
}

/** learn.microsoft.com/exchange/permissions-exo/permissions-exo, without Unified Messaging, which has gone since. */
const everyOrganizationsRoleGroups = [
    {
        name: "Compliance Management",
        description:
            "Members can configure and manage compliance settings within Exchange in accordance with their policies.",
        roles: [
            "Audit Logs",
            "Compliance Admin",
            "Data Loss Prevention",
            "Information Rights Management",
            "Journaling",
            "Message Tracking",
            "Retention Management",
            "Transport Rules",
            "View-Only Audit Logs",
            "View-Only Configuration",
            "View-Only Recipients",
        ],
    },
    {
        name: "Discovery Management",
        description: "Members can perform searches of mailboxes and can also configure legal holds on mailboxes.",
        roles: ["Legal Hold", "Mailbox Search"],
    },
    {
        name: "Help Desk",
        description:
            "Members can view and manage the configuration for individual recipients and view recipients in the organization.",
        roles: ["Reset Password", "User Options", "View-Only Recipients"],
    },
    {
        name: "Hygiene Management",
        description:
            "Members can manage Exchange anti-spam features and grant permissions for antivirus products to integrate with Exchange.",
        roles: ["Transport Hygiene", "View-Only Configuration", "View-Only Recipients"],
    },
    {
        name: "Organization Management",
        description:
            "Members have administrative access to the entire Exchange Online organization and can perform almost any task.",
        roles: [
            "Audit Logs",
            "Compliance Admin",
            "Data Loss Prevention",
            "Distribution Groups",
            "E-Mail Address Policies",
            "Federated Sharing",
            "Information Rights Management",
            "Journaling",
            "Legal Hold",
            "Mail Enabled Public Folders",
            "Mail Recipient Creation",
            "Mail Recipients",
            "Mail Tips",
            "Message Tracking",
            "Migration",
            "Move Mailboxes",
            "Org Custom Apps",
            "Org Marketplace Apps",
            "Organization Client Access",
            "Organization Configuration",
            "Organization Transport Settings",
            "Public Folders",
            "Recipient Policies",
            "Remote and Accepted Domains",
            "Reset Password",
            "Retention Management",
            "Role Management",
            "Security Admin",
            "Security Group Creation and Membership",
            "Security Reader",
            "Team Mailboxes",
            "Transport Hygiene",
            "Transport Rules",
            "User Options",
            "View-Only Audit Logs",
            "View-Only Configuration",
            "View-Only Recipients",
        ],
    },
    {
        name: "Recipient Management",
        description:
            "Members have administrative access to create or modify recipients within the Exchange Online organization.",
        roles: [
            "Distribution Groups",
            "Mail Recipient Creation",
            "Mail Recipients",
            "Message Tracking",
            "Migration",
            "Move Mailboxes",
            "Recipient Policies",
            "Reset Password",
            "Team Mailboxes",
        ],
    },
    {
        name: "Records Management",
        description:
            "Members can configure compliance features, such as retention policy tags, message classifications, and mail flow rules.",
        roles: ["Audit Logs", "Journaling", "Message Tracking", "Retention Management", "Transport Rules"],
    },
    {
        name: "Security Administrator",
        description: "Membership in this role group is synchronized across services and is managed centrally.",
        roles: ["Security Admin"],
        isManagedCentrally: true,
    },
    {
        name: "Security Reader",
        description: "Membership in this role group is synchronized across services and is managed centrally.",
        roles: ["Security Reader"],
        isManagedCentrally: true,
    },
    {
        name: "View-Only Organization Management",
        description: "Members can view the properties of any object in the Exchange Online organization.",
        roles: ["View-Only Configuration", "View-Only Recipients"],
    },
] as const satisfies readonly RoleGroup[];
export const roleGroups: readonly RoleGroup[] = everyOrganizationsRoleGroups;
export type RoleGroupName = (typeof everyOrganizationsRoleGroups)[number]["name"];

/** The role group of that name, in any case, or undefined. */
export function findRoleGroup(name: string): RoleGroup | undefined {
    return roleGroups.find((group) => group.name.toLowerCase() === name.toLowerCase());
}
