Get-DkimSigningConfig | Where-Object { -not $_.Enabled } | ForEach-Object { Set-DkimSigningConfig -Identity $_.Domain -Enabled $true }
