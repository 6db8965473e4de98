import { createHash } from "node:crypto";
import { connectWork } from "../../src/delivery/powershell/connectWork";
import { automationAssets } from "./automationAssets";

/**
 * The runbook that proves the login every time it runs: it signs in with the assets of its Automation account, shows the
 * connection and the accepted domains, and disconnects. It names nothing of a tenant and holds no secret, so it can be published anywhere.
 */
export const runbookScript = `<#
.SYNOPSIS
    ${connectWork.synopsis}
.DESCRIPTION
    Signs in as an application, with the certificate and the variables of this Automation account.
#>

[CmdletBinding()]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

try {
    $connection = @{
        AppId                   = Get-AutomationVariable -Name '${automationAssets.clientId}'
        Organization            = Get-AutomationVariable -Name '${automationAssets.organization}'
        Certificate             = Get-AutomationCertificate -Name '${automationAssets.certificate}'
        ExchangeEnvironmentName = Get-AutomationVariable -Name '${automationAssets.exchangeEnvironmentName}'
        CommandName             = 'Get-AcceptedDomain'
        ShowBanner              = $false
        SkipLoadingFormatData   = $true
    }
    if ($connection.Certificate.Thumbprint -ne (Get-AutomationVariable -Name '${automationAssets.thumbprint}')) {
        throw 'Certificate and variables are of two deliveries: run pulumi up again.'
    }
    Connect-ExchangeOnline @connection
${connectWork.statements.replace(/^/gm, "    ")}
}
finally {
    Disconnect-ExchangeOnline -Confirm:$false
}
`;

/** SHA-256 of a runbook's text in UTF-8, as Azure Automation compares it: upper-case hex digits: assumed (automation-runbook-hash). */
export function contentHash(script: string): string {
    return createHash("sha256").update(script).digest("hex").toUpperCase();
}
