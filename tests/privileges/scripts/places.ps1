Get-EXOMailbox -RecipientTypeDetails RoomMailbox -ResultSize Unlimited | ForEach-Object { Set-Place -Identity $_.Identity -Capacity 8 }
