function Get-Mailbox { param($Identity) 'a stand-in' }
Get-Mailbox info
ExchangeOnlineManagement\Get-EXOMailbox -Identity info
