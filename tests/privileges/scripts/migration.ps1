$batch = New-MigrationBatch -Name 'wave 1' -SourceEndpoint onprem -CSVData ([IO.File]::ReadAllBytes('wave1.csv')) -TargetDeliveryDomain contoso.mail.onmicrosoft.com
Start-MigrationBatch -Identity $batch.Identity
Get-MigrationUser -BatchId 'wave 1' | Where-Object Status -ne 'Synced'
