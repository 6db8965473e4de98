/**
 * Microsoft's clouds, named as the azuread provider names them (`azuread:environment`).
 * Sources: Microsoft Entra "National clouds", Exchange "Connect-ExchangeOnline" and Admin API reference.
 */
export enum Cloud {
    /** The world-wide cloud, and US government GCC, which shares its endpoints. */
    Global = "global",
    /** US government L4: GCC High. */
    UsGovernmentL4 = "usgovernmentl4",
    /** US government L5: DoD. */
    UsGovernmentL5 = "usgovernmentl5",
    /** China, operated by 21Vianet. */
    China = "china",
}

/** What differs from one cloud to the next. URLs have no trailing slash. */
export interface CloudEndpoints {
    /** What people call it. */
    readonly displayName: string;
    /** Microsoft Entra's sign-in host. */
    readonly loginUrl: string;
    /** Microsoft Graph: base of its calls, and with `/.default` the scope of the token. */
    readonly graphUrl: string;
    /** Exchange Online's host: base of the REST calls, and with `/.default` the scope of the token. */
    readonly exchangeUrl: string;
    /** What `Connect-ExchangeOnline -ExchangeEnvironmentName` calls this cloud. */
    readonly exchangeEnvironmentName: string;
    /** Security & Compliance PowerShell's host; with `/.default` the scope of its token. */
    readonly complianceUrl: string;
    /** Who issues access tokens of version 1.0: before the tenant id in the claim `iss`. */
    readonly tokenIssuerUrl: string;
    /** How the initial domain of an organization ends. */
    readonly initialDomainSuffixes: readonly string[];
}

/**
 * Further sources: learn.microsoft.com/powershell/module/exchange/connect-ippssession (compliance hosts),
 * learn.microsoft.com/entra/identity-platform/access-token-claims-reference (issuer; assumed (token-issuer) to be the same for US
 * government, and for China by the likeness of its hosts).
 */
export const clouds: Readonly<Record<Cloud, CloudEndpoints>> = {
    [Cloud.Global]: {
        displayName: "world-wide, and GCC",
        loginUrl: "https://login.microsoftonline.com",
        graphUrl: "https://graph.microsoft.com",
        exchangeUrl: "https://outlook.office365.com",
        exchangeEnvironmentName: "O365Default",
        complianceUrl: "https://ps.compliance.protection.outlook.com",
        tokenIssuerUrl: "https://sts.windows.net",
        initialDomainSuffixes: [".onmicrosoft.com"],
    },
    [Cloud.UsGovernmentL4]: {
        displayName: "GCC High",
        loginUrl: "https://login.microsoftonline.us",
        graphUrl: "https://graph.microsoft.us",
        exchangeUrl: "https://outlook.office365.us",
        exchangeEnvironmentName: "O365USGovGCCHigh",
        complianceUrl: "https://ps.compliance.protection.office365.us",
        tokenIssuerUrl: "https://sts.windows.net",
        initialDomainSuffixes: [".onmicrosoft.us", ".onmicrosoft.com"],
    },
    [Cloud.UsGovernmentL5]: {
        displayName: "DoD",
        loginUrl: "https://login.microsoftonline.us",
        graphUrl: "https://dod-graph.microsoft.us",
        exchangeUrl: "https://outlook-dod.office365.us",
        exchangeEnvironmentName: "O365USGovDoD",
        // Assumed (dod-compliance-scope): the host of the documented connection URI; cisagov/ScubaGear asks for GCC High's scope here.
        complianceUrl: "https://l5.ps.compliance.protection.office365.us",
        tokenIssuerUrl: "https://sts.windows.net",
        initialDomainSuffixes: [".onmicrosoft.us", ".onmicrosoft.com"],
    },
    [Cloud.China]: {
        displayName: "21Vianet",
        loginUrl: "https://login.partner.microsoftonline.cn",
        graphUrl: "https://microsoftgraph.chinacloudapi.cn",
        // Assumed (china-exchange-host): ExchangeOnlineManagement uses this host, the Admin API's pages name outlook.office365.cn.
        exchangeUrl: "https://partner.outlook.cn",
        exchangeEnvironmentName: "O365China",
        complianceUrl: "https://ps.compliance.protection.partner.outlook.cn",
        tokenIssuerUrl: "https://sts.chinacloudapi.cn",
        initialDomainSuffixes: [".partner.onmschina.cn", ".onmschina.cn"],
    },
};

/** The azuread provider's other words for the same clouds; "public" is its default. */
const aliases: Readonly<Record<string, Cloud>> = {
    public: Cloud.Global,
    usgovernment: Cloud.UsGovernmentL4,
    usgovernmentl4: Cloud.UsGovernmentL4,
    dod: Cloud.UsGovernmentL5,
    usgovernmentl5: Cloud.UsGovernmentL5,
    china: Cloud.China,
    global: Cloud.Global,
};

/** The cloud that a value of `azuread:environment` means, or undefined when the provider knows no such word. */
export function cloudOfEnvironment(environment: unknown): Cloud | undefined {
    return typeof environment === "string" ? aliases[environment.toLowerCase()] : undefined;
}
