import type { Tenant } from "../state";
import { addDistributionGroupMember, getDistributionGroup } from "./distributionGroups";
import type { ExchangeObject } from "./listReply";
import type { Parameters, ParameterTable } from "./parameters";
import { rolesThatHold } from "./managementRoleEntries";
import { getManagementRole } from "./managementRoles";
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

/** The roles of `Get-Mailbox` and of `Get-EXOMailbox`, which is the same to Exchange Online. */
export const toReadMailboxes = published("Get-Mailbox");

/** The roles that are published for a cmdlet. */
function published(cmdlet: string): readonly string[] {
    const roles = rolesThatHold(cmdlet);
    if (roles === undefined) {
        throw new Error(`no management role is known to hold ${cmdlet}`);
    }
    return roles;
}

const cmdlets: readonly Cmdlet[] = [
    {
        name: "Get-AcceptedDomain",
        roles: published("Get-AcceptedDomain"),
        parameters: {},
        run: acceptedDomains,
    },
    {
        name: "Get-OrganizationConfig",
        roles: published("Get-OrganizationConfig"),
        parameters: {},
        run: organizationConfig,
    },
    {
        name: "Get-Mailbox",
        roles: published("Get-Mailbox"),
        parameters: { Identity: shown, ResultSize: shown },
        run: getMailbox,
    },
    {
        name: "Get-TransportRule",
        roles: published("Get-TransportRule"),
        parameters: {},
        // A new organization has none, and nothing here makes one.
        run: () => [],
    },
    {
        name: "Get-DistributionGroup",
        roles: published("Get-DistributionGroup"),
        parameters: { Identity: shown, ResultSize: shown },
        run: getDistributionGroup,
    },
    {
        name: "Add-DistributionGroupMember",
        roles: published("Add-DistributionGroupMember"),
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
        // Assumed (role-group-cmdlets): Microsoft365DSC lists View-Only Configuration for it.
        name: "Get-RoleGroup",
        roles: published("Get-RoleGroup"),
        parameters: { Identity: shown },
        run: roleGroups.getRoleGroup,
    },
    {
        name: "Get-RoleGroupMember",
        roles: published("Get-RoleGroupMember"),
        parameters: { Identity: shown },
        run: roleGroups.getRoleGroupMember,
    },
    {
        name: "Add-RoleGroupMember",
        roles: published("Add-RoleGroupMember"),
        parameters: { Identity: shown, Member: shown, Confirm: shown },
        writes: true,
        run: roleGroups.addRoleGroupMember,
    },
    {
        name: "Remove-RoleGroupMember",
        roles: published("Remove-RoleGroupMember"),
        parameters: { Identity: shown, Member: shown, Confirm: shown },
        writes: true,
        run: roleGroups.removeRoleGroupMember,
    },
    {
        name: "Get-ServicePrincipal",
        roles: published("Get-ServicePrincipal"),
        parameters: { Identity: shown },
        run: servicePrincipals.getServicePrincipal,
    },
    {
        name: "New-ServicePrincipal",
        roles: published("New-ServicePrincipal"),
        parameters: { AppId: shown, ObjectId: shown, DisplayName: shown, Confirm: shown },
        writes: true,
        run: servicePrincipals.newServicePrincipal,
    },
    {
        name: "Get-ManagementRole",
        roles: published("Get-ManagementRole"),
        parameters: { Cmdlet: shown, CmdletParameters: shown },
        run: getManagementRole,
    },
    {
        // Inferred from the role's description.
        name: "Test-ServicePrincipalAuthorization",
        roles: ["Role Management"],
        parameters: { Identity: shown },
        run: servicePrincipals.testAuthorization,
    },
];

/** The cmdlet of that name, in any case, or undefined when the local tenant does not run it. */
export function findCmdlet(name: string): Cmdlet | undefined {
    return cmdlets.find((cmdlet) => cmdlet.name.toLowerCase() === name.toLowerCase());
}
