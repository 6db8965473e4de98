$ids = Get-QuarantineMessage -SenderAddress 'partner@fabrikam.com' | Select-Object -ExpandProperty Identity
$ids | ForEach-Object { Release-QuarantineMessage -Identity $_ -ReleaseToAll }
