$all = Get-Mailbox -ResultSize Unlimited -Filter { RecipientTypeDetails -eq 'SharedMailbox' }
foreach ($m in $all) { Write-Host "$($m.DisplayName): $(Get-MailboxPermission -Identity $m.Guid | Measure-Object | % Count)" }
