/** Where one of Microsoft's clouds has Exchange Online and Security & Compliance PowerShell. */
interface ExchangeHosts {
    /** Exchange Online: with `/.default` the scope of its tokens. */
    readonly exchangeUrl: string;
    /** Security & Compliance PowerShell: with `/.default` the scope of its tokens. */
    readonly complianceUrl: string;
    /** Whether tokens for Security & Compliance PowerShell belong to Microsoft Exchange Online Protection: assumed (compliance-scope). */
    readonly hasProtectionApi: boolean;
}

/**
 * All clouds: this tenant is in whatever cloud its caller takes it to be in. Sources:
 * learn.microsoft.com/powershell/module/exchangepowershell/connect-exchangeonline and …/connect-ippssession.
 */
export const exchangeHosts: readonly ExchangeHosts[] = [
    {
        exchangeUrl: "https://outlook.office365.com",
        complianceUrl: "https://ps.compliance.protection.outlook.com",
        hasProtectionApi: false,
    },
    {
        exchangeUrl: "https://outlook.office365.us",
        complianceUrl: "https://ps.compliance.protection.office365.us",
        hasProtectionApi: true,
    },
    {
        exchangeUrl: "https://outlook-dod.office365.us",
        complianceUrl: "https://l5.ps.compliance.protection.office365.us",
        hasProtectionApi: true,
    },
    {
        exchangeUrl: "https://partner.outlook.cn",
        complianceUrl: "https://ps.compliance.protection.partner.outlook.cn",
        hasProtectionApi: false,
    },
];
