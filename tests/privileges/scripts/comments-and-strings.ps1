# Remove-Mailbox -Identity old
<#
Set-TransportRule 'x' -State Disabled
#>
$help = 'Run New-InboundConnector first'
$more = "Then Set-OrganizationConfig"
$long = @'
Get-TransportRule
'@
Write-Host $help $more $long "and $(Get-AcceptedDomain)"
Get-Help Get-RemoteDomain
