Get-MobileDevice -ResultSize Unlimited | Where-Object { $_.WhenChanged -lt (Get-Date).AddDays(-90) } |
    Remove-MobileDevice -Confirm:$false
