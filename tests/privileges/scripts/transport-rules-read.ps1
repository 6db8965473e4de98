Get-TransportRule | Select-Object Name, State, Priority | Format-Table
Get-AcceptedDomain | ft Name
