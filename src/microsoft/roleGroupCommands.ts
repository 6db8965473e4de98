import { singleQuoted } from "../shells/quoting";

/** A service principal as Exchange Online must be told of it. */
export interface RoleGroupMember {
    /** Client id of the application. */
    readonly clientId: string;
    /** Object id of the service principal, not of the application: the classic mistake. */
    readonly objectId: string;
    /** Name under which Exchange Online lists it. */
    readonly displayName: string;
}

/**
 * The PowerShell commands that put a service principal into Exchange role groups, for an Exchange administrator to run
 * once; empty without a group. What they do shows after 30 minutes to 2 hours (reported: the figure is documented for
 * RBAC for Applications, learn.microsoft.com/exchange/permissions-exo/application-rbac).
 * `New-ManagementRoleAssignment -App` gives a single administrative or custom role without a group
 * (learn.microsoft.com/powershell/module/exchange/new-managementroleassignment).
 * Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2, "Assign custom Exchange role groups".
 */
export function roleGroupCommands(member: RoleGroupMember, groups: readonly string[]): string {
    if (groups.length === 0) {
        return "";
    }
    const { clientId, objectId, displayName } = member;
    return [
        "Connect-ExchangeOnline -ShowBanner:$false",
        `New-ServicePrincipal -AppId ${singleQuoted(clientId)} -ObjectId ${singleQuoted(objectId)} -DisplayName ${singleQuoted(displayName)}`,
        `$member = Get-ServicePrincipal -Identity ${singleQuoted(clientId)}`,
        ...groups.map((group) => `Add-RoleGroupMember -Identity ${singleQuoted(group)} -Member $member.Identity`),
        "Disconnect-ExchangeOnline -Confirm:$false",
    ].join("\n");
}

/**
 * The commands that take it out of them again, on one line
 * (learn.microsoft.com/powershell/module/exchange/remove-rolegroupmember).
 */
export function leaveRoleGroupsCommands(clientId: string, groups: readonly string[]): string {
    return [
        `$member = Get-ServicePrincipal -Identity ${singleQuoted(clientId)}`,
        ...groups.map(
            (group) =>
                `Remove-RoleGroupMember -Identity ${singleQuoted(group)} -Member $member.Identity -Confirm:$false`,
        ),
    ].join("; ");
}
