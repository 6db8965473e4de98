import { automationCertificateName } from "../../src/delivery/powershell/certificateParameters";

/** The names of what a delivery puts into an Automation account, by which runbooks find it. */
export const automationAssets = {
    /** Certificate with its key, for `Get-AutomationCertificate`. */
    certificate: automationCertificateName,
    /** Variable: the application's client id, for `-AppId`. */
    clientId: "exo-unattended-client-id",
    /** Variable: the organization's initial domain, for `-Organization`. */
    organization: "exo-unattended-organization",
    /** Variable: the certificate's SHA-1 thumbprint. */
    thumbprint: "exo-unattended-thumbprint",
    /** Variable: Microsoft's cloud, for `-ExchangeEnvironmentName`. */
    exchangeEnvironmentName: "exo-unattended-exchange-environment",
    /** Runtime environment: PowerShell with the Exchange Online module. */
    runtimeEnvironment: "exo-unattended",
    /** Runbook. */
    runbook: "exo-unattended",
    /** Schedule. */
    schedule: "exo-unattended",
} as const;
