& 'Get-Mailbox' -ResultSize 1
& Get-CASMailbox
& { Get-Recipient -ResultSize 5 }
Invoke-Command -ScriptBlock { Get-User -ResultSize 5 }
