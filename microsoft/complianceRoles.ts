import { exchangeDirectoryRoles, type DirectoryRole } from "./directoryRoles";

const exchangeOnly = ["Exchange Administrator", "Exchange Recipient Administrator", "Helpdesk Administrator"];

/**
 * The directory roles that open Security & Compliance PowerShell to an application
 * (learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2).
 */
export const complianceDirectoryRoles: readonly DirectoryRole[] = exchangeDirectoryRoles.filter(
    ({ name }) => !exchangeOnly.includes(name),
);
