import type { Tenant } from "../state";
import { notImplemented } from "./errors";
import type { ExchangeObject } from "./listReply";
import { managementRoles, rolesThatHoldWith } from "./managementRoleEntries";
import type { Parameters } from "./parameters";

/**
 * `Get-ManagementRole -Cmdlet … -CmdletParameters …`: the roles that hold a cmdlet with all of those parameters
 * (learn.microsoft.com/powershell/exchange/find-exchange-cmdlet-permissions); without a cmdlet, all known roles. A cmdlet of which nothing is published is
 * refused instead of guessed.
 */
export function getManagementRole(_: Tenant, parameters: Parameters): ExchangeObject[] {
    const cmdlet = parameters.text("Cmdlet");
    const roles =
        cmdlet === undefined ? managementRoles : rolesThatHoldWith(cmdlet, parameters.texts("CmdletParameters"));
    if (cmdlet !== undefined && roles === undefined) {
        throw notImplemented(`the management roles of ${cmdlet}`);
    }
    return (roles ?? []).map((name) => ({
        Name: name,
        Identity: name,
        Id: name,
        RoleType: name.replace(/[^A-Za-z]/g, ""),
        IsRootRole: true,
        IsEndUserRole: false,
    }));
}
