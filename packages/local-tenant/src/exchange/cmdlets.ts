import type { Tenant } from "../state";
import { addDistributionGroupMember, getDistributionGroup } from "./distributionGroups";
import type { ExchangeObject } from "./listReply";
import type { Parameters, ParameterTable } from "./parameters";
import { acceptedDomains, getMailbox, organizationConfig } from "./recipients";
import * as roleGroups from "./roleGroupMembers";
import * as servicePrincipals from "./servicePrincipals";

/** A cmdlet that the local tenant runs. */
export interface Cmdlet {
    readonly name: string;
    /** The management roles that have it: one of them is enough. */
    readonly roles: readonly string[];
    readonly parameters: ParameterTable;
    /** Whether it changes the tenant. */
    readonly writes?: boolean;
    readonly run: (tenant: Tenant, parameters: Parameters) => readonly ExchangeObject[];
}

/** Shown by every role that has the cmdlet. */
const shown = undefined;
const toManageRoles = ["Role Management"];
const toReadRoles = ["Role Management", "View-Only Configuration"];
const toManageDistributionGroups = ["Distribution Groups", "Security Group Creation and Membership"];

/** The roles of `Get-Mailbox` and of `Get-EXOMailbox`, which is the same to Exchange Online. */
export const toReadMailboxes: readonly string[] = [
    "Mail Recipient Creation",
    "Mail Recipients",
    "View-Only Recipients",
];

/**
 * Roles as `Get-ManagementRole -Cmdlet` shows them, in so far as they are published: Microsoft365DSC lists those of each
 * cmdlet that it uses, michev.info those of New-ServicePrincipal.
 * Assumed (role-group-cmdlets): the ones of reading and managing role groups, by the roles' descriptions.
 */
const cmdlets: readonly Cmdlet[] = [
    {
        name: "Get-AcceptedDomain",
        roles: [
            "Distribution Groups",
            "Mail Recipients",
            "Remote and Accepted Domains",
            "Retention Management",
            "View-Only Configuration",
        ],
        parameters: {},
        run: acceptedDomains,
    },
    {
        name: "Get-OrganizationConfig",
        roles: [
            "Compliance Admin",
            "Distribution Groups",
            "Federated Sharing",
            "Mail Recipients",
            "Mail Tips",
            "Organization Configuration",
            "Public Folders",
            "Recipient Policies",
            "Remote and Accepted Domains",
            "Team Mailboxes",
            "View-Only Configuration",
        ],
        parameters: {},
        run: organizationConfig,
    },
    {
        name: "Get-Mailbox",
        roles: toReadMailboxes,
        parameters: { Identity: shown, ResultSize: shown },
        run: getMailbox,
    },
    {
        name: "Get-TransportRule",
        roles: [
            "Data Loss Prevention",
            "Information Rights Management",
            "Security Admin",
            "Security Reader",
            "Transport Rules",
            "View-Only Configuration",
        ],
        parameters: {},
        // A new organization has none, and nothing here makes one.
        run: () => [],
    },
    {
        name: "Get-DistributionGroup",
        roles: [...toManageDistributionGroups, "Mail Recipients", "View-Only Recipients"],
        parameters: { Identity: shown, ResultSize: shown },
        run: getDistributionGroup,
    },
    {
        name: "Add-DistributionGroupMember",
        roles: toManageDistributionGroups,
        parameters: {
            Identity: shown,
            Member: shown,
            // learn.microsoft.com/powershell/module/exchange/add-distributiongroupmember
            BypassSecurityGroupManagerCheck: ["Security Group Creation and Membership"],
            Confirm: shown,
        },
        writes: true,
        run: addDistributionGroupMember,
    },
    {
        name: "Get-RoleGroup",
        roles: toReadRoles,
        parameters: { Identity: shown },
        run: roleGroups.getRoleGroup,
    },
    {
        name: "Get-RoleGroupMember",
        roles: toReadRoles,
        parameters: { Identity: shown },
        run: roleGroups.getRoleGroupMember,
    },
    {
        name: "Add-RoleGroupMember",
        roles: toManageRoles,
        parameters: { Identity: shown, Member: shown, Confirm: shown },
        writes: true,
        run: roleGroups.addRoleGroupMember,
    },
    {
        name: "Remove-RoleGroupMember",
        roles: toManageRoles,
        parameters: { Identity: shown, Member: shown, Confirm: shown },
        writes: true,
        run: roleGroups.removeRoleGroupMember,
    },
    {
        name: "Get-ServicePrincipal",
        roles: toReadRoles,
        parameters: { Identity: shown },
        run: servicePrincipals.getServicePrincipal,
    },
    {
        name: "New-ServicePrincipal",
        roles: toManageRoles,
        parameters: { AppId: shown, ObjectId: shown, DisplayName: shown, Confirm: shown },
        writes: true,
        run: servicePrincipals.newServicePrincipal,
    },
    {
        name: "Test-ServicePrincipalAuthorization",
        roles: toManageRoles,
        parameters: { Identity: shown },
        run: servicePrincipals.testAuthorization,
    },
];

/** The cmdlet of that name, in any case, or undefined when the local tenant does not run it. */
export function findCmdlet(name: string): Cmdlet | undefined {
    return cmdlets.find((cmdlet) => cmdlet.name.toLowerCase() === name.toLowerCase());
}
