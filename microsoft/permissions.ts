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
 * The permission of the same name on a second API, which GCC High and DoD want beside it
 * (learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2; cisagov/ScubaGear).
 */
export const protectionManageAsApp: ApplicationPermission = {
    apiName: "Microsoft Exchange Online Protection",
    apiClientId: "00000007-0000-0ff1-ce00-000000000000",
    value: "Exchange.ManageAsApp",
    appRoleId: "455e5cd2-84e8-4751-8344-5672145dfa17",
};
