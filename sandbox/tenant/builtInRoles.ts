import { exchangeDirectoryRoles, type DirectoryRole } from "../../microsoft/directoryRoles";

/** A directory role that every tenant has. */
export interface BuiltInRole extends Pick<DirectoryRole, "name" | "templateId"> {
    readonly description: string;
}

/** Texts of learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference. */
const descriptions: Readonly<Record<string, string>> = {
    "Compliance Administrator":
        "Can read and manage compliance configuration and reports in Microsoft Entra ID and Microsoft 365.",
    "Exchange Administrator": "Can manage all aspects of the Exchange product.",
    "Exchange Recipient Administrator":
        "Can create or update Exchange Online recipients within the Exchange Online organization.",
    "Global Administrator":
        "Can manage all aspects of Microsoft Entra ID and Microsoft services that use Microsoft Entra identities.",
    "Global Reader": "Can read everything that a Global Administrator can, but not update anything.",
    "Helpdesk Administrator": "Can reset passwords for non-administrators and Helpdesk Administrators.",
    "Security Administrator":
        "Can read security information and reports, and manage configuration in Microsoft Entra ID and Office 365.",
    "Security Reader": "Can read security information and reports in Microsoft Entra ID and Office 365.",
};

/** The roles that Exchange Online accepts, and some that it refuses. */
export const builtInRoles: readonly BuiltInRole[] = [
    ...exchangeDirectoryRoles.map(({ name, templateId }) => ({
        name,
        templateId,
        description: descriptions[name] ?? "",
    })),
    {
        name: "Application Administrator",
        templateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        description: "Can create and manage all aspects of app registrations and enterprise apps.",
    },
    {
        name: "Cloud Application Administrator",
        templateId: "158c047a-c907-4556-b7ef-446551a6b5f7",
        description: "Can create and manage all aspects of app registrations and enterprise apps except App Proxy.",
    },
    {
        name: "Privileged Role Administrator",
        templateId: "e8611ab8-c189-46e8-94e1-60213ab1f814",
        description:
            "Can manage role assignments in Microsoft Entra ID, and all aspects of Privileged Identity Management.",
    },
    {
        name: "User Administrator",
        templateId: "fe930be7-5e62-47db-91af-98c3a49a38b1",
        description: "Can manage all aspects of users and groups, including resetting passwords for limited admins.",
    },
];
