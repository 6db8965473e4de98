Get-CASMailbox -ResultSize Unlimited -Filter { ImapEnabled -eq $true } | Set-CASMailbox -ImapEnabled $false -PopEnabled $false
