$domain = Get-AcceptedDomain | Where-Object Default
Get-Mailbox -ResultSize Unlimited | ForEach-Object { Set-Mailbox -Identity $_.Guid -CustomAttribute1 $domain.Name }
