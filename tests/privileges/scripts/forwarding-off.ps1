Get-Mailbox -ResultSize Unlimited |
    Where-Object { $_.ForwardingSmtpAddress } |
    # Forwarding to other organizations is not allowed.
    Set-Mailbox -ForwardingSmtpAddress $null -DeliverToMailboxAndForward $false
