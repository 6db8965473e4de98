$settings = Get-Content settings.json | ConvertFrom-Json -AsHashtable
Set-Mailbox @settings
function Set-Quietly { Set-CASMailbox @PSBoundParameters }
