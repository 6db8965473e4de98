$params = @{
    Identity        = $env:MAILBOX
    AutoReplyState  = 'Enabled'
    InternalMessage = "Call 'reception'"
    ExternalMessage = @"
Dear customer,
we run Set-Mailbox tomorrow.
"@
}
Set-MailboxAutoReplyConfiguration @params
