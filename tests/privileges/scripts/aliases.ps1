Set-Alias gmb Get-Mailbox
New-Alias -Name smb -Value Set-Mailbox -Force
Set-Item alias:gcas Get-CASMailbox
${alias:perm} = 'Get-MailboxPermission'
gmb -ResultSize 10 | smb -HiddenFromAddressListsEnabled $true
gcas info; perm info
