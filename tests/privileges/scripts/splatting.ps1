$base = @{ ResultSize = 'Unlimited' }
$more = $base + @{ Archive = $true }
$more['Filter'] = 'x'
$more.Add('SortBy', 'Name')
$more.Anr = 'y'
Get-Mailbox @more
