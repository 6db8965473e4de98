Get-Mailbox -ResultSize Unlimited -Filter "AuditEnabled -eq '$false'" | Set-Mailbox -AuditEnabled $true -AuditLogAgeLimit 365
