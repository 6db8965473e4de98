Connect-ExchangeOnline -Prefix Cloud -ShowBanner:$false
Connect-IPPSSession -Prefix SC
Get-CloudMailbox -Identity info | Set-CloudMailbox -MaxSendSize 20MB
Get-SCRoleGroup
Get-Mailbox on-premises
