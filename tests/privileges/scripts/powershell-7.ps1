$mailboxes = Get-EXOMailbox -ResultSize 100
  | Where-Object { $_.DisplayName }
$name = $env:NAME ?? 'nobody'
$name ??= (Get-User info).Name
$mailboxes | ForEach-Object -Parallel { Get-MailboxFolderStatistics -Identity $_.Guid -FolderScope Inbox } -ThrottleLimit 4
$x = $name ? (Get-Contact $name) : (Get-MailContact $name)
Get-Group info && Get-Recipient info
