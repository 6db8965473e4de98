Get-EXOMailbox -ResultSize Unlimited | ForEach-Object {
    Get-EXORecipientPermission -Identity $_.Identity | Where-Object { $_.Trustee -ne 'NT AUTHORITY\SELF' }
}
