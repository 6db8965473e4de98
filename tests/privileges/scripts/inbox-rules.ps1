foreach ($m in (Get-Mailbox -ResultSize Unlimited)) {
    Get-InboxRule -Mailbox $m.UserPrincipalName | Where-Object { $_.ForwardTo -or $_.RedirectTo }
}
