import { Cloud } from "./clouds";

/** An API of Microsoft's, and the one application permission of it that this project is about. */
export interface ApplicationPermission {
    /** Display name of the API in the Microsoft Entra admin center. */
    readonly apiName: string;
    /** Client id of the API; the object id of its service principal differs from tenant to tenant. */
    readonly apiClientId: string;
    /** The permission as it stands in the `roles` claim of a token. */
    readonly value: string;
    /** Id of the app role, the same in every tenant. */
    readonly appRoleId: string;
}

/**
 * May this application call Exchange Online PowerShell's endpoint at all?
 * Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2.
 */
export const exchangeManageAsApp: ApplicationPermission = {
    apiName: "Office 365 Exchange Online",
    apiClientId: "00000002-0000-0ff1-ce00-000000000000",
    value: "Exchange.ManageAsApp",
    appRoleId: "dc50a0fb-09a3-484d-be87-e023b12c6440",
};

/**
 * The same right on a second API, with an id of its own.
 * Source: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2.
 */
export const exchangeOnlineProtectionManageAsApp: ApplicationPermission = {
    apiName: "Microsoft Exchange Online Protection",
    apiClientId: "00000007-0000-0ff1-ce00-000000000000",
    value: "Exchange.ManageAsApp",
    appRoleId: "455e5cd2-84e8-4751-8344-5672145dfa17",
};

/**
 * The permissions that a login of that cloud needs. US government clouds need the second one for Security & Compliance
 * (the same article); cisagov/ScubaGear's prerequisites ask for both in GCC High.
 */
export function permissionsOf(cloud: Cloud): readonly ApplicationPermission[] {
    return cloud === Cloud.UsGovernmentL4 || cloud === Cloud.UsGovernmentL5
        ? [exchangeManageAsApp, exchangeOnlineProtectionManageAsApp]
        : [exchangeManageAsApp];
}
