function Get-Size { param($m) Get-MailboxFolderStatistics -Identity $m }
function Get-Rights { [CmdletBinding()] param([string] $m) process { Get-MailboxPermission -Identity $m } }
filter Show-Rules { Get-InboxRule -Mailbox $_ }
switch ($args[0]) { 'size' { Get-Size info } default { Get-Rights info } }
