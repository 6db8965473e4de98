import { isSameGuid } from "./guid";
import { exchangeManageAsApp, exchangeOnlineProtectionManageAsApp } from "./permissions";

/** An application permission that an audit recognizes. */
export interface KnownPermission {
    /** Display name of the API. */
    readonly apiName: string;
    /** Client id of the API. */
    readonly apiClientId: string;
    /** As in the `roles` claim of a token. */
    readonly value: string;
    /** Id of the app role, the same in every tenant. */
    readonly appRoleId: string;
    /** What it allows, after "can". */
    readonly allows: string;
    /** Whether the application can give itself every other right with it. */
    readonly takesOverTenant: boolean;
}

const graph = { apiName: "Microsoft Graph", apiClientId: "00000003-0000-0000-c000-000000000000" } as const;
const exchange = exchangeManageAsApp;

/**
 * Sources: learn.microsoft.com/graph/permissions-reference (ids, values, what they allow) and
 * learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2 (the first two).
 */
export const knownPermissions: readonly KnownPermission[] = [
    {
        ...exchange,
        allows: "call Exchange Online PowerShell with the rights of its roles and role groups",
        takesOverTenant: false,
    },
    {
        ...exchangeOnlineProtectionManageAsApp,
        allows: "call Security & Compliance PowerShell with the rights of its roles and role groups",
        takesOverTenant: false,
    },
    {
        apiName: exchange.apiName,
        apiClientId: exchange.apiClientId,
        value: "full_access_as_app",
        appRoleId: "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
        allows: "read, change and send everything in all mailboxes by Exchange Web Services",
        takesOverTenant: false,
    },
    ...(
        [
            [
                "Application.ReadWrite.All",
                "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
                "add credentials to every application, and so act as any of them",
                true,
            ],
            [
                "AppRoleAssignment.ReadWrite.All",
                "06b708a9-e830-4db3-a914-8e69da51d44f",
                "give itself every application permission",
                true,
            ],
            [
                "RoleManagement.ReadWrite.Directory",
                "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
                "assign every directory role, Global Administrator included",
                true,
            ],
            [
                "RoleManagement.ReadWrite.Exchange",
                "025d3225-3f02-4882-b4c0-cd5b541a4e80",
                "give itself every role in Exchange Online",
                false,
            ],
            ["Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61", "read the directory", false],
            ["Directory.ReadWrite.All", "19dbc75e-c2e2-444c-a770-ec69d8559fc7", "read and change the directory", false],
            ["Group.ReadWrite.All", "62a82d76-70ea-41e2-9197-370581804d09", "read and change all groups", false],
            ["Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01", "read mail in all mailboxes", false],
            ["Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9", "read and change mail in all mailboxes", false],
            ["Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96", "send mail as any user", false],
            ["User.Read.All", "df021288-bdef-4463-88db-98f22de89214", "read all users", false],
        ] as const
    ).map(([value, appRoleId, allows, takesOverTenant]) => ({ ...graph, value, appRoleId, allows, takesOverTenant })),
];

/** The permission of that app role id, or undefined when it is not known here. */
export function knownPermission(appRoleId: string): KnownPermission | undefined {
    return knownPermissions.find((permission) => isSameGuid(permission.appRoleId, appRoleId));
}

/** Client ids of Microsoft's own APIs, by display name (learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in). */
const microsoftApis: ReadonlyMap<string, string> = new Map(
    Object.entries({
        [exchange.apiClientId]: exchange.apiName,
        [exchangeOnlineProtectionManageAsApp.apiClientId]: exchangeOnlineProtectionManageAsApp.apiName,
        [graph.apiClientId]: graph.apiName,
        "00000002-0000-0000-c000-000000000000": "Windows Azure Active Directory",
        "00000003-0000-0ff1-ce00-000000000000": "Office 365 SharePoint Online",
        "c5393580-f805-4401-95e8-94b7a6ef2fc2": "Office 365 Management APIs",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013": "Windows Azure Service Management API",
        "cfa8b339-82a2-471a-a3c9-0fc0be7a4093": "Azure Key Vault",
    }),
);

/** The display name of one of Microsoft's own APIs, or undefined when the client id is not one that is known here. */
export function microsoftApi(clientId: string): string | undefined {
    return microsoftApis.get(clientId.toLowerCase());
}
