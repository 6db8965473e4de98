import type { RoleGroupName } from "./exchange/roleGroups";

/** A directory role that every tenant has. */
export interface BuiltInRole {
    /** Display name in the Microsoft Entra admin center. */
    readonly name: string;
    /** Template id, and id of the role definition. */
    readonly templateId: string;
    readonly description: string;
}

/** A directory role that has rights in Exchange Online. */
export interface ExchangeRole extends BuiltInRole {
    /**
     * The role group whose rights it has there. Published for Exchange, Global and Helpdesk Administrator and for the two
     * security roles (see the role groups' source). Assumed: the others, by the descriptions of the roles.
     */
    readonly exchangeRoleGroup: RoleGroupName;
}

/** Names, template ids and texts of learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference. */
export const exchangeRoles: readonly ExchangeRole[] = [
    {
        name: "Compliance Administrator",
        templateId: "17315797-102d-40b4-93e0-432062caca18",
        description:
            "Can read and manage compliance configuration and reports in Microsoft Entra ID and Microsoft 365.",
        exchangeRoleGroup: "Compliance Management",
    },
    {
        name: "Exchange Administrator",
        templateId: "29232cdf-9323-42fd-ade2-1d097af3e4de",
        description: "Can manage all aspects of the Exchange product.",
        exchangeRoleGroup: "Organization Management",
    },
    {
        name: "Exchange Recipient Administrator",
        templateId: "31392ffb-586c-42d1-9346-e59415a2cc4e",
        description: "Can create or update Exchange Online recipients within the Exchange Online organization.",
        exchangeRoleGroup: "Recipient Management",
    },
    {
        name: "Global Administrator",
        templateId: "62e90394-69f5-4237-9190-012177145e10",
        description:
            "Can manage all aspects of Microsoft Entra ID and Microsoft services that use Microsoft Entra identities.",
        exchangeRoleGroup: "Organization Management",
    },
    {
        name: "Global Reader",
        templateId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
        description: "Can read everything that a Global Administrator can, but not update anything.",
        exchangeRoleGroup: "View-Only Organization Management",
    },
    {
        name: "Helpdesk Administrator",
        templateId: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
        description: "Can reset passwords for non-administrators and Helpdesk Administrators.",
        exchangeRoleGroup: "View-Only Organization Management",
    },
    {
        name: "Security Administrator",
        templateId: "194ae4cb-b126-40b2-bd5b-6091b380977d",
        description:
            "Can read security information and reports, and manage configuration in Microsoft Entra ID and Office 365.",
        exchangeRoleGroup: "Security Administrator",
    },
    {
        name: "Security Reader",
        templateId: "5d6b6bb7-de71-4623-b4af-96380a352509",
        description: "Can read security information and reports in Microsoft Entra ID and Office 365.",
        exchangeRoleGroup: "Security Reader",
    },
];

/** Every directory role of the tenant. */
export const builtInRoles: readonly BuiltInRole[] = [
    ...exchangeRoles,
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
