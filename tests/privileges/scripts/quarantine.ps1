Get-QuarantineMessage -Type HighConfPhish -PageSize 100 | Where-Object { $_.Subject -like '*invoice*' }
