import { isGuid } from "./guid";

/** What a directory role opens to an application. */
export type Workload = "Exchange Online" | "Security & Compliance";

/** A Microsoft Entra directory role that Exchange Online accepts for app-only access. */
export interface DirectoryRole {
    /** Display name in the Microsoft Entra admin center. */
    readonly name: string;
    /** Template id; for built-in roles it is the role definition's id too. */
    readonly templateId: string;
    /** What it opens. */
    readonly workloads: readonly Workload[];
    /** What it allows, after "This login can"; Microsoft's own description of the role, shortened. */
    readonly allows: string;
}

const exchange: readonly Workload[] = ["Exchange Online"];
const both: readonly Workload[] = ["Exchange Online", "Security & Compliance"];

/**
 * The supported roles. Any other role ends in 403 "The role assigned to application … isn't supported in this scenario".
 * Sources: learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2 (which roles, which workloads) and
 * learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference (template ids, what they allow).
 */
export const exchangeDirectoryRoles: readonly DirectoryRole[] = [
    {
        name: "Compliance Administrator",
        templateId: "17315797-102d-40b4-93e0-432062caca18",
        workloads: both,
        allows: "read and change compliance settings and reports in Microsoft 365",
    },
    {
        name: "Exchange Administrator",
        templateId: "29232cdf-9323-42fd-ade2-1d097af3e4de",
        workloads: exchange,
        allows: "change everything in Exchange Online",
    },
    {
        name: "Exchange Recipient Administrator",
        templateId: "31392ffb-586c-42d1-9346-e59415a2cc4e",
        workloads: exchange,
        allows: "create and change recipients in Exchange Online",
    },
    {
        name: "Global Administrator",
        templateId: "62e90394-69f5-4237-9190-012177145e10",
        workloads: both,
        allows: "change everything in Microsoft 365, Exchange Online included",
    },
    {
        name: "Global Reader",
        templateId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
        workloads: both,
        allows: "read everything that a Global Administrator can, and change nothing",
    },
    {
        name: "Helpdesk Administrator",
        templateId: "729827e3-9c14-49f7-bb1b-9608f156bbb8",
        workloads: exchange,
        allows: "reset passwords of non-administrators, and read in Exchange Online what help desks see",
    },
    {
        name: "Security Administrator",
        templateId: "194ae4cb-b126-40b2-bd5b-6091b380977d",
        workloads: both,
        allows: "read security reports and change security settings in Microsoft 365",
    },
    {
        name: "Security Reader",
        templateId: "5d6b6bb7-de71-4623-b4af-96380a352509",
        workloads: both,
        allows: "read security settings and reports in Microsoft 365",
    },
];

/** The role of that display name (any case) or template id, or undefined when Exchange Online does not support it. */
export function findDirectoryRole(nameOrTemplateId: string): DirectoryRole | undefined {
    const wanted = nameOrTemplateId.trim().toLowerCase();
    const key = isGuid(wanted) ? "templateId" : "name";
    return exchangeDirectoryRoles.find((role) => role[key].toLowerCase() === wanted);
}

/** Whether the role alone can do every task of Exchange Online (the article above says so of these two). */
export function coversExchange({ name }: DirectoryRole): boolean {
    return name === "Exchange Administrator" || name === "Global Administrator";
}
