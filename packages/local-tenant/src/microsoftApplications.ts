import { exchangeHosts } from "./exchange/exchangeHosts";
import { graphAppRoles, graphScopes } from "./microsoftGraphPermissions";
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
 * Assumed (compliance-scope) for the second. That they belong to Exchange Online elsewhere is seen in tenants.
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
        logoutUrl: null,
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
        logoutUrl: null,
        replyUrls: [],
    },
};

/** What comes with an Exchange Online licence. */
export const exchangeApplications: readonly MicrosoftApplication[] = [exchangeOnline, exchangeOnlineProtection];

/** Microsoft Graph, with the permissions that this tenant knows. */
export const microsoftGraph: MicrosoftApplication = {
    appId: "00000003-0000-0000-c000-000000000000",
    tags: [],
    published: {
        displayName: "Microsoft Graph",
        appOwnerOrganizationId: microsoftServices,
        signInAudience: "AzureADMultipleOrgs",
        servicePrincipalNames: ["00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com"],
        appRoles: graphAppRoles,
        oauth2PermissionScopes: graphScopes,
        homepage: null,
        logoutUrl: null,
        replyUrls: [],
    },
};

export const microsoftApplications: readonly MicrosoftApplication[] = [
    exchangeOnline,
    microsoftGraph,
    exchangeOnlineProtection,
];

/** Whether Microsoft itself has registered the application of that client id. */
export function isMicrosoftApplication(clientId: string): boolean {
    return microsoftApplications.some(({ appId }) => appId === clientId);
}
