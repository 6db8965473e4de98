import { exchangeHosts } from "./exchange/exchangeHosts";
import type { PublishedApplication, PublishedAppRole } from "./state";

/** An API that Microsoft itself has registered; a tenant has it once it has a service principal for it. */
export interface MicrosoftApplication {
    readonly appId: string;
    readonly published: PublishedApplication;
    /** Tags that Microsoft sets on the service principal. */
    readonly tags: readonly string[];
}

/** The tenant in which Microsoft's own applications are registered. */
const microsoftServices = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

function applicationPermission(value: string, id: string, displayName: string): PublishedAppRole {
    return { id, value, displayName, description: displayName, isEnabled: true, allowedMemberTypes: ["Application"] };
}

/**
 * Names of Security & Compliance PowerShell that belong to the one API or to the other.
 * Assumed for the second. That they belong to Exchange Online elsewhere is seen in tenants.
 */
function complianceUrls(hasProtectionApi: boolean): string[] {
    return exchangeHosts
        .filter((hosts) => hosts.hasProtectionApi === hasProtectionApi)
        .map(({ complianceUrl }) => complianceUrl);
}

/** Client id of Office 365 Exchange Online, the same in every tenant. */
export const exchangeOnlineClientId = "00000002-0000-0ff1-ce00-000000000000";

/** Client id of Microsoft Exchange Online Protection, the same in every tenant. */
const exchangeOnlineProtectionClientId = "00000007-0000-0ff1-ce00-000000000000";

/**
 * The permission without which an application may not call Exchange Online PowerShell's endpoint
 * (learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2).
 */
export const exchangeManageAsApp = "Exchange.ManageAsApp";

/** Office 365 Exchange Online, with the ids and names that it has in every tenant. */
const exchangeOnline: MicrosoftApplication = {
    appId: exchangeOnlineClientId,
    tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
    published: {
        displayName: "Office 365 Exchange Online",
        appOwnerOrganizationId: microsoftServices,
        signInAudience: "AzureADMultipleOrgs",
        servicePrincipalNames: [
            exchangeOnlineClientId,
            // This tenant is in whatever cloud its caller takes it to be in.
            ...exchangeHosts.map(({ exchangeUrl }) => `${exchangeUrl}/`),
            ...complianceUrls(false),
        ],
        appRoles: [
            applicationPermission(
                exchangeManageAsApp,
                "dc50a0fb-09a3-484d-be87-e023b12c6440",
                "Manage Exchange As Application",
            ),
            applicationPermission(
                "full_access_as_app",
                "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
                "Use Exchange Web Services with full access to all mailboxes",
            ),
        ],
        oauth2PermissionScopes: [
            {
                adminConsentDescription: "Allows the app to manage the organization's Exchange environment.",
                adminConsentDisplayName: "Manage Exchange configuration",
                id: "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c",
                isEnabled: true,
                type: "Admin",
                userConsentDescription: null,
                userConsentDisplayName: null,
                value: "Exchange.Manage",
            },
        ],
        homepage: null,
        replyUrls: [],
    },
};

/** Microsoft Exchange Online Protection, the second API of US government clouds. */
const exchangeOnlineProtection: MicrosoftApplication = {
    appId: exchangeOnlineProtectionClientId,
    tags: ["WindowsAzureActiveDirectoryIntegratedApp"],
    published: {
        displayName: "Microsoft Exchange Online Protection",
        appOwnerOrganizationId: microsoftServices,
        signInAudience: "AzureADMultipleOrgs",
        servicePrincipalNames: [exchangeOnlineProtectionClientId, ...complianceUrls(true)],
        appRoles: [
            applicationPermission(
                exchangeManageAsApp,
                "455e5cd2-84e8-4751-8344-5672145dfa17",
                "Manage Exchange As Application",
            ),
        ],
        oauth2PermissionScopes: [],
        homepage: null,
        replyUrls: [],
    },
};

/** What comes with an Exchange Online licence. */
export const exchangeApplications: readonly MicrosoftApplication[] = [exchangeOnline, exchangeOnlineProtection];

/**
 * Microsoft Graph, with the application permissions that this tenant knows
 * (learn.microsoft.com/graph/permissions-reference).
 */
export const microsoftGraph: MicrosoftApplication = {
    appId: "00000003-0000-0000-c000-000000000000",
    tags: [],
    published: {
        displayName: "Microsoft Graph",
        appOwnerOrganizationId: microsoftServices,
        signInAudience: "AzureADMultipleOrgs",
        servicePrincipalNames: ["00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com"],
        appRoles: [
            applicationPermission(
                "Application.ReadWrite.OwnedBy",
                "18a4783c-866b-4cc7-a460-3d5e5662c884",
                "Manage apps that this app creates or owns",
            ),
            applicationPermission(
                "Application.Read.All",
                "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
                "Read all applications",
            ),
            applicationPermission(
                "Application.ReadWrite.All",
                "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
                "Read and write all applications",
            ),
            applicationPermission(
                "AppRoleAssignment.ReadWrite.All",
                "06b708a9-e830-4db3-a914-8e69da51d44f",
                "Manage app permission grants and app role assignments",
            ),
            applicationPermission(
                "RoleManagement.ReadWrite.Directory",
                "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
                "Read and write all directory RBAC settings",
            ),
            applicationPermission(
                "RoleManagement.Read.Directory",
                "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
                "Read all directory RBAC settings",
            ),
            applicationPermission(
                "RoleManagement.Read.All",
                "c7fbd983-d9aa-4fa7-84b8-17382c103bc4",
                "Read role management data for all RBAC providers",
            ),
            applicationPermission(
                "AdministrativeUnit.Read.All",
                "134fd756-38ce-4afd-ba33-e9623dbe66c2",
                "Read all administrative units",
            ),
            applicationPermission(
                "AdministrativeUnit.ReadWrite.All",
                "5eb59dd3-1da2-4329-8733-9dabdc435916",
                "Read and write all administrative units",
            ),
            applicationPermission(
                "Policy.Read.All",
                "246dd0d5-5bd0-4def-940b-0421030a5b68",
                "Read your organization's policies",
            ),
            applicationPermission(
                "Policy.ReadWrite.ApplicationConfiguration",
                "be74164b-cff1-491c-8741-e671cb536e13",
                "Read and write your organization's application configuration policies",
            ),
            applicationPermission("Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Read directory data"),
            applicationPermission("Domain.Read.All", "dbb9058a-0e50-45d7-ae91-66909b5d4664", "Read domains"),
            applicationPermission(
                "Organization.Read.All",
                "498476ce-e0fe-48b0-b801-37ba7e2685c6",
                "Read organization information",
            ),
        ],
        oauth2PermissionScopes: [],
        homepage: null,
        replyUrls: [],
    },
};

export const microsoftApplications: readonly MicrosoftApplication[] = [
    exchangeOnline,
    microsoftGraph,
    exchangeOnlineProtection,
];
