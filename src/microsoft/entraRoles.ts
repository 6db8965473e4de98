import { exchangeDirectoryRoles } from "./directoryRoles";
import { isSameGuid } from "./guid";

/** A built-in role of Microsoft Entra. */
export interface EntraRole {
    /** Display name in the Microsoft Entra admin center. */
    readonly name: string;
    /** Template id; for built-in roles it is the role definition's id too. */
    readonly templateId: string;
    /** What it allows, after "can". */
    readonly allows: string;
}

/**
 * Roles that do not open Exchange Online to an application, and that an audit must recognize: the privileged ones, and those
 * that are often given beside. Source: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference.
 */
const otherRoles: readonly EntraRole[] = [
    {
        name: "Application Administrator",
        templateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        allows: "add credentials to every application, and so act as any of them",
    },
    {
        name: "Authentication Administrator",
        templateId: "c4e39bd9-1100-46d3-8c65-fb160da0071f",
        allows: "reset the authentication methods of non-administrators",
    },
    {
        name: "Cloud Application Administrator",
        templateId: "158c047a-c907-4556-b7ef-446551a6b5f7",
        allows: "add credentials to every application, and so act as any of them",
    },
    {
        name: "Conditional Access Administrator",
        templateId: "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
        allows: "change and remove Conditional Access policies",
    },
    {
        name: "Directory Readers",
        templateId: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
        allows: "read basic directory information",
    },
    {
        name: "Directory Writers",
        templateId: "9360feb5-f418-4baa-8175-e2a00bac4301",
        allows: "read and change basic directory information",
    },
    {
        name: "Groups Administrator",
        templateId: "fdd7a751-b60b-444a-984c-02652fe8fa1c",
        allows: "create and change groups",
    },
    {
        name: "Hybrid Identity Administrator",
        templateId: "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
        allows: "change federation and synchronization, and so sign in as others",
    },
    {
        name: "Intune Administrator",
        templateId: "3a2c62db-5318-420d-8d74-23affee5d9d5",
        allows: "manage all devices in Intune",
    },
    {
        name: "Privileged Authentication Administrator",
        templateId: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
        allows: "reset the authentication methods of everybody, Global Administrators included",
    },
    {
        name: "Privileged Role Administrator",
        templateId: "e8611ab8-c189-46e8-94e1-60213ab1f814",
        allows: "assign every role, Global Administrator included",
    },
    {
        name: "SharePoint Administrator",
        templateId: "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        allows: "change everything in SharePoint and OneDrive",
    },
    {
        name: "Teams Administrator",
        templateId: "69091246-20e8-4a56-aa4d-066075b2a7a8",
        allows: "change everything in Microsoft Teams",
    },
    {
        name: "User Administrator",
        templateId: "fe930be7-5e62-47db-91af-98c3a49a38b1",
        allows: "create and change users, and reset passwords of non-administrators",
    },
];

const all: readonly EntraRole[] = [...exchangeDirectoryRoles, ...otherRoles];

/** The built-in role of that template id, or undefined when it is not known here. */
export function entraRole(templateId: string): EntraRole | undefined {
    return all.find((role) => isSameGuid(role.templateId, templateId));
}

/** Whether a built-in role that is known has this name. */
export function isEntraRole(name: string): boolean {
    return all.some((role) => role.name === name);
}

/** By role, the roles that can do no more than it can. Global Administrator includes all of them. */
const included: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries({
        "Application Administrator": ["Cloud Application Administrator"],
        "Directory Writers": ["Directory Readers"],
        "Exchange Administrator": ["Exchange Recipient Administrator"],
        "Global Reader": ["Directory Readers", "Security Reader"],
        "Privileged Authentication Administrator": ["Authentication Administrator"],
        "Security Administrator": ["Security Reader"],
    }),
);

/**
 * Whether the first role can do everything that the second can, by their display names; of roles without a known relation
 * it is false. Source: the roles' descriptions on the page above.
 */
export function roleIncludes(role: string, other: string): boolean {
    return role === other || role === "Global Administrator" || (included.get(role)?.includes(other) ?? false);
}

/**
 * Roles that let a login take over the tenant: give itself any role, act as any application, or sign in as an
 * administrator. Source: the privileged roles of the page above, and "highly privileged roles" of CISA's SCuBA baseline for
 * Microsoft Entra ID (github.com/cisagov/ScubaGear, baselines/aad.md) without those that are limited to one workload.
 */
const takeoverRoles: ReadonlySet<string> = new Set([
    "Application Administrator",
    "Cloud Application Administrator",
    "Global Administrator",
    "Hybrid Identity Administrator",
    "Privileged Authentication Administrator",
    "Privileged Role Administrator",
]);

export function takesOverTenant(role: string): boolean {
    return takeoverRoles.has(role);
}

/** Roles with which a login reads Exchange Online or changes a part of it, but not all of it (see `exchangeDirectoryRoles`). */
const narrowRoles: ReadonlySet<string> = new Set([
    "Exchange Recipient Administrator",
    "Global Reader",
    "Security Reader",
]);

export function isNarrowExchangeRole(role: string): boolean {
    return narrowRoles.has(role);
}
