New-AddressList -Name 'Oslo' -RecipientFilter "City -eq 'Oslo'"
Get-AddressList | Format-List Name
