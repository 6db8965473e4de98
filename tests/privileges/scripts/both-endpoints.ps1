Connect-ExchangeOnline @login
Connect-IPPSSession @login
Get-RoleGroup | Select-Object Name
Get-Label | Select-Object DisplayName
Get-Mailbox -Identity audit
