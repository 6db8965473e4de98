/** The PowerShell module that the generated scripts use. */
export const exchangeModule = {
    /** Its name in the PowerShell Gallery. */
    name: "ExchangeOnlineManagement",
    /**
     * The version that they are pinned to: the last one for PowerShell 7.4, which hosts still have. 3.10 needs 7.6, and
     * its first release broke certificate sign-in (learn.microsoft.com/powershell/exchange/exchange-online-powershell-v2).
     */
    version: "3.9.2",
} as const;
