$command = 'Remove-Mailbox'
& $command -Identity old
& "Get-$Noun"
Invoke-Expression "Set-Mailbox info -Type Shared"
iex $text
[scriptblock]::Create('Get-TransportRule').Invoke()
. "$PSScriptRoot\functions.ps1"
.\cleanup.ps1 -Force
Import-Module .\Tools.psm1
& (Get-Command Get-Mailbox) -ResultSize 1
Get-Mailbox -ResultSize 1
