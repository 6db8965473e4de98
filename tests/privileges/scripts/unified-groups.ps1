$group = New-UnifiedGroup -DisplayName 'Project X' -AccessType Private
Add-UnifiedGroupLinks -Identity $group.Id -LinkType Members -Links 'a@contoso.com'
Get-UnifiedGroup -ResultSize Unlimited | Select-Object DisplayName
