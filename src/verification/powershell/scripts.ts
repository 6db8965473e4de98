import { exchangeModule } from "../../microsoft/exchangeModule";

/** Stands before the one line of a script's output that is its answer; the module prints what it likes around it. */
export const answerMark = "exo-unattended:";

/** Says which PowerShell this is and which versions of the module it finds. */
export const lookScript = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$modules = @(Get-Module -ListAvailable -Name ${exchangeModule.name} | ForEach-Object { $_.Version.ToString() })
$answer = @{ version = $PSVersionTable.PSVersion.ToString(); edition = $PSVersionTable.PSEdition; modules = $modules }
'${answerMark}' + ($answer | ConvertTo-Json -Compress)
`;

/**
 * Opens a session, reads one mailbox and ends the session, also after an error. What it needs, the key among it, comes
 * as one line of JSON through standard input: nothing of it is in the arguments or in an environment variable, and on
 * the disk only where a key cannot be without one: macOS keeps it in a temporary keychain, and Windows PowerShell in a
 * container of a classic provider, because the module may fail there with others. Dispose removes both.
 */
export const connectScript = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$given = $input | Out-String | ConvertFrom-Json
$answer = @{ error = '' }
$certificate = $null
try {
    Import-Module -Name ${exchangeModule.name} -RequiredVersion $given.module
    $onDisk = $PSVersionTable.PSEdition -eq 'Desktop' -or $IsMacOS
    $storage = if ($onDisk) { 'DefaultKeySet' } else { 'EphemeralKeySet' }
    $pfx = [Convert]::FromBase64String($given.pfx)
    $type = 'System.Security.Cryptography.X509Certificates.X509Certificate2'
    $certificate = New-Object -TypeName $type -ArgumentList $pfx, $given.password, $storage
    $session = @{
        Certificate = $certificate
        AppId = $given.clientId
        Organization = $given.organization
        ExchangeEnvironmentName = $given.exchangeEnvironmentName
        ShowBanner = $false
    }
    Connect-ExchangeOnline @session
    try {
        $answer.mailboxes = @(Get-EXOMailbox -ResultSize 1).Count
    }
    finally {
        Disconnect-ExchangeOnline -Confirm:$false
    }
}
catch {
    $answer.error = $_.Exception.Message
}
finally {
    if ($certificate) { $certificate.Dispose() }
}
'${answerMark}' + ($answer | ConvertTo-Json -Compress)
`;
