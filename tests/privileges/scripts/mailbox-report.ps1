#Requires -Modules ExchangeOnlineManagement
<#
.SYNOPSIS
    Lists all mailboxes; does not call Set-Mailbox.
#>
param([string] $Path = 'mailboxes.csv')
$ErrorActionPreference = 'Stop'
Connect-ExchangeOnline -CertificateThumbprint $Thumbprint -AppId $AppId -Organization contoso.onmicrosoft.com -ShowBanner:$false
try {
    Get-EXOMailbox -ResultSize Unlimited -Properties DisplayName, WhenCreated |
        Select-Object DisplayName, PrimarySmtpAddress, @{ Name = 'Created'; Expression = { $_.WhenCreated.ToString('s') } } |
        Export-Csv -Path $Path -NoTypeInformation
}
finally {
    Disconnect-ExchangeOnline -Confirm:$false
}
