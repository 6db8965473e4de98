/**
 * The PowerShell module that the generated scripts use, pinned per host. As of November 2026
 * (learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2): 3.10.1 is current, repairs the certificate
 * sign-in that 3.10.0 broke, and runs in PowerShell 7.6 and Windows PowerShell 5.1; 3.9.2 is the last one for PowerShell 7.4.
 */
export const exchangeModule = {
    /** Its name in the PowerShell Gallery. */
    name: "ExchangeOnlineManagement",
    /** The version for all hosts but Azure Automation. */
    version: "3.10.1",
    /** The PowerShell 7 that this version needs. */
    powershell: "7.6",
    /** The version for the runtime environments of Azure Automation, which have PowerShell 7.4. */
    azureAutomationVersion: "3.9.2",
} as const;
